import { describe, expect, it } from 'vitest'
import { type PayerWorld, payerWorld, pin } from './payer.fixture.ts'

const give = ({ play }: PayerWorld) => play(['1', '1', '1', pin])

describe('a consent on the phone', () => {
  it('says what is shared, with whom and how long, and wants the PIN for yes', async () => {
    const { askConsent, play, hop, mandate } = await payerWorld()
    const { id } = await askConsent({ scopes: ['openid', 'profile', 'email'], validitySeconds: 30 * 86_400 })
    expect((await play(['1'])).body).toBe('CON Approvals\n1 Data: Shop\n0 Back')
    expect((await hop('s', '1*1')).body).toBe(
      'CON Share profile, e-mail with Shop?\nFor 30 days after you accept\n1 Accept\n2 Reject\n0 Back',
    )
    expect((await hop('s', '1*1*1')).body).toBe('CON Enter your PIN to share profile, e-mail with Shop')
    expect((await hop('s', '1*1*1*0000')).body).toContain('Wrong PIN. 2 tries left.')
    expect(await mandate(id)).toMatchObject({ status: 'PENDING' })
    expect((await hop('s', `1*1*1*0000*${pin}`)).body).toBe(
      'END Shared. Shop may see profile, e-mail. Until 04/02/2026 09:00.',
    )
    expect(await mandate(id)).toMatchObject({ status: 'APPROVED' })
  })

  it.each([
    [['all_info'], 'all your data'],
    [['openid'], 'your id'],
    [['phone', 'address'], 'phone, address'],
  ])('calls %j %s', async (scopes, words) => {
    const { askConsent, play } = await payerWorld()
    await askConsent({ scopes })
    expect((await play(['1', '1'])).body).toContain(`Share ${words} with Shop?`)
  })

  it('is refused without the PIN', async () => {
    const { askConsent, play, mandate } = await payerWorld()
    const { id } = await askConsent()
    expect((await play(['1', '1', '2'])).body).toBe('END Rejected. Shop may not see your data.')
    expect(await mandate(id)).toMatchObject({ status: 'REJECTED', reason: 'approval-rejected' })
  })

  it('prompts by a push, or by an SMS', async () => {
    const pushed = await payerWorld({ payer: { prompt: 'push' } })
    await pushed.askConsent()
    await pushed.kernel.settle()
    const [push] = pushed.telco.pushes
    expect((await pushed.hop(push?.sessionId ?? '', '')).body).toContain('Share profile with Shop?')
    const told = await payerWorld({ payer: { prompt: 'sms' } })
    await told.askConsent()
    await told.kernel.settle()
    expect(told.telco.texts.map(({ text }) => text)).toEqual([
      'Shop asks you to share profile. Dial *165# and choose Approvals to answer.',
    ])
  })

  it.each([
    ['the details', '1*1', '1*1*1'],
    ['the PIN screen', '1*1*1', `1*1*1*${pin}`],
    ['the details, to reject it', '1*1', '1*1*2'],
  ])('that another session gave says so: %s', async (_, before, after) => {
    const made = await payerWorld()
    await made.askConsent()
    await made.hop('other', before)
    await give(made)
    expect((await made.hop('other', after)).body).toBe('END Already accepted: Shop may see your data.')
  })

  it('that another session refused, or that has expired, says so', async () => {
    const { askConsent, hop, play, kernel } = await payerWorld()
    await askConsent()
    await hop('s', '1*1*1')
    await play(['1', '1', '2'])
    expect((await hop('s', `1*1*1*${pin}`)).body).toBe('END Already rejected: Shop may not see your data.')
    await askConsent()
    await hop('t', '1*1*1')
    await kernel.advance(300_000)
    expect((await hop('t', `1*1*1*${pin}`)).body).toBe('END Expired: Shop may not see your data.')
  })
})

describe('shared data', () => {
  it('is listed, shown, and taken back with the PIN', async () => {
    const made = await payerWorld()
    const { askConsent, play, hop, mandate } = made
    expect((await play(['8'])).body).toBe('CON No shared data.\n0 Back')
    const { id } = await askConsent()
    await give(made)
    expect(await hop('s', '8')).toEqual({ body: 'CON Shared data\n1 Shop\n0 Back', metadata: 'shared-data' })
    expect(await hop('s', '8*1')).toEqual({
      body: 'CON Shop sees profile\nUntil 05/01/2026 10:00\n1 Take back\n0 Back',
      metadata: 'access',
    })
    expect((await hop('s', '8*1*1')).body).toBe('CON Enter your PIN to stop sharing profile with Shop')
    expect((await hop('s', `8*1*1*${pin}`)).body).toBe('END Taken back. Shop may no longer see your data.')
    expect(await mandate(id)).toMatchObject({ status: 'CANCELLED' })
    expect((await play(['8'])).body).toBe('CON No shared data.\n0 Back')
    expect((await play(['5'])).body).toBe('CON No auto-payments.\n0 Back')
  })

  it.each([
    ['the list', '8', '8*1'],
    ['the details', '8*1', '8*1*1'],
    ['the PIN screen', '8*1*1', `8*1*1*${pin}`],
  ])('that ended meanwhile says so: %s', async (_, before, after) => {
    const made = await payerWorld()
    const { askConsent, hop, kernel, play } = made
    await askConsent()
    await give(made)
    await hop('s', before)
    await play(['8', '1', '1', pin])
    expect((await hop('s', after)).body).toBe('END Already taken back: Shop may no longer see your data.')
    await askConsent({ validitySeconds: 60 })
    await give(made)
    await hop('t', before)
    await kernel.advance(60_000)
    expect((await hop('t', after)).body).toBe(
      'END Ended: the time is over in which Shop could see your data.',
    )
  })

  it('sends an SMS when it begins and when it ends', async () => {
    const made = await payerWorld()
    const { askConsent, play, kernel, telco } = made
    await askConsent({ scopes: ['all_info'] })
    await give(made)
    await kernel.settle()
    await play(['8', '1', '1', pin])
    await kernel.settle()
    await askConsent()
    await give(made)
    await kernel.advance(3_600_000)
    await askConsent()
    await kernel.advance(300_000)
    expect(telco.texts.map(({ text }) => text)).toEqual([
      'You share all your data with Shop. Until 05/01/2026 10:00. To take it back, dial *165# and choose Shared data.',
      'You no longer share your data with Shop.',
      'You share profile with Shop. Until 05/01/2026 10:00. To take it back, dial *165# and choose Shared data.',
      'Shop may no longer see your data: the time is over.',
      'You did not share your data with Shop: the request has expired.',
    ])
  })

  it('is paged, oldest first', async () => {
    const made = await payerWorld()
    for (const from of ['A', 'B', 'C', 'D']) {
      await made.askConsent({ from })
      await give(made)
      await made.kernel.advance(1_000)
    }
    expect((await made.play(['8'])).body).toBe('CON Shared data\n1 A\n2 B\n3 C\n9 More\n0 Back')
    expect((await made.play(['8', '9'])).body).toBe('CON Shared data\n1 D\n0 Back')
  })
})
