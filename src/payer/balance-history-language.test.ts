import { describe, expect, it } from 'vitest'
import { payerWorld, pin } from './payer.fixture.ts'

describe('the rest of the menu', () => {
  it('shows balances after the PIN', async () => {
    const { play } = await payerWorld()
    expect(await play(['2'])).toMatchObject({
      body: 'CON Enter your PIN to see your balance',
      metadata: 'pin',
    })
    expect((await play(['2', '1'])).body).toBe(
      'CON A PIN has 4 to 6 digits.\nEnter your PIN to see your balance',
    )
    expect((await play(['2', '0000'])).body).toContain('Wrong PIN. 2 tries left.')
    expect((await play(['2', '0000', pin])).body).toBe('END Balance\n50.00 EUR')
  })

  it('shows the history, newest first, paged', async () => {
    const { ask, play } = await payerWorld()
    expect((await play(['3'])).body).toBe('CON No payments yet.\n0 Back')
    for (const [index, amount] of [101, 102, 103, 104].entries()) {
      await ask({ amount, payerMessage: index === 3 ? 'Order\n17' : null })
      await play(['1', '1', '1', pin])
    }
    expect((await play(['3'])).body).toBe(
      'CON History\n-1.04 EUR Shop: Order 17 05/01\n-1.03 EUR Shop 05/01\n-1.02 EUR Shop 05/01\n9 More\n0 Back',
    )
    expect((await play(['3', '9'])).body).toBe('CON History\n-1.01 EUR Shop 05/01\n0 Back')
    expect((await play(['3', '9', '0', '0'])).body).toContain('MoMo\n1 Approvals (0)')
  })

  it('changes the language at once and for good', async () => {
    const { ask, play } = await payerWorld()
    await ask()
    const menu =
      'CON MoMo\n1 Approbations (1)\n2 Solde\n3 Historique\n4 Langue\n5 Paiements auto\n6 Retrait\n7 Factures\n8 Mes données'
    expect((await play(['4'])).body).toBe('CON Language\n1 English\n2 Francais\n0 Back')
    expect((await play(['4', '2'])).body).toBe(menu)
    expect((await play([])).body).toBe(menu)
    expect((await play(['1', '1', '1', '0000'])).body).toBe(
      'CON PIN erroné. Encore 2 essais.\nEntrez votre code PIN pour payer 12.50 EUR à Shop',
    )
    expect((await play(['1', '1', '1', pin])).body).toMatch(
      /^END Approuvé\. Vous avez payé 12\.50 EUR à Shop\./,
    )
    expect((await play(['4', '1'])).body).toContain('1 Approvals (0)')
  })

  it.each([
    ['the menu', []],
    ['approvals', ['1']],
    ['an approval', ['1', '1']],
    ['history', ['3']],
    ['language', ['4']],
    ['auto-payments', ['5']],
  ])('answers a wrong key with the same screen and a hint: %s', async (_, path) => {
    const { ask, play } = await payerWorld()
    await ask()
    const { body } = await play(path)
    const hinted = body.replace(/^CON /, 'CON No such choice.\n')
    for (const wrong of ['99', '', '11', 'Approve', '#', 'x'.repeat(300), '１']) {
      if (path.length === 0 && wrong === '') continue
      expect((await play([...path, wrong])).body).toBe(hinted)
    }
    expect((await play([...path, '99', '99'])).body).toBe(hinted)
  })
})
