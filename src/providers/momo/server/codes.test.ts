import { describe, expect, it } from 'vitest'
import { momoQuirks, resolveMomoQuirks } from '../quirks.ts'
import { exportedCodes, furtherCodes } from './codes.ts'
import { magicNumbers } from './magic-numbers.ts'
import { failureReasons, reasonOnTheWire, walletCodes, walletRefusal } from './wording.ts'
import { openWorld, order, reference } from './world.fixture.ts'

const exported: ReadonlySet<string> = new Set(exportedCodes)
const known = [...exportedCodes, ...Object.keys(furtherCodes)]
/** Each value of each quirk alone. */
const quirkings = momoQuirks.flatMap(({ name, values }) => values.map((value) => ({ [name]: value })))

describe('the codes that can leave', () => {
  it('are those of MTN’s exports, but for what has a source of its own', () => {
    for (const code of walletCodes) {
      expect(known).toContain(code)
      expect(walletRefusal(code).body).toMatchObject({ code })
    }
    for (const [code, { where, source }] of Object.entries(furtherCodes)) {
      expect(exported).not.toContain(code)
      expect([where, source]).not.toContain('')
    }
  })

  it('are a reason’s, whatever the quirks, as a text and as an object', () => {
    for (const quirking of quirkings) {
      for (const form of ['string', 'object']) {
        for (const reason of failureReasons) {
          const quirks = resolveMomoQuirks({ ...quirking, 'reason-form': form })
          const said = reasonOnTheWire(reason, 'mtncongo', quirks)
          expect(known).toContain(typeof said === 'string' ? said : said.code)
        }
      }
    }
  })

  it('are that of an internal error for a reason of another provider', () => {
    const reason = 'of-another-provider' as 'expired'
    expect(reasonOnTheWire(reason, 'sandbox', resolveMomoQuirks({}))).toBe('INTERNAL_PROCESSING_ERROR')
  })

  it('are outside the exports for one reason only, where a world says nothing', async () => {
    const said = new Set<string>()
    for (const [number, meaning] of Object.entries(magicNumbers['request-to-pay'])) {
      const { ask, status, kernel } = await openWorld()
      await ask(1, { body: { ...order, payer: { ...order.payer, partyId: number } } })
      await kernel.settle()
      const { reason } = (await status(1)).json as { reason?: string }
      if (reason !== undefined && !exported.has(reason)) said.add(`${meaning}: ${reason}`)
    }
    expect([...said]).toEqual(['could-not-perform-transaction: COULD_NOT_PERFORM_TRANSACTION'])
  })

  it('are never BAD_REQUEST, but where a world wants bad requests explained', async () => {
    const silent = await openWorld()
    const explained = await openWorld({ 'bad-request-body': 'message' })
    const paths = [
      '/collection/v1_0/requesttopay',
      '/collection/v2_0/preapproval',
      '/remittance/v1_0/transfer',
    ]
    for (const path of paths) {
      expect(await silent.post(path, 1, { body: {} })).toMatchObject({ status: 400, text: '' })
      expect(await explained.post(path, 1, { body: {} })).toMatchObject({ json: { code: 'BAD_REQUEST' } })
    }
    expect(await silent.get(`/collection/v1_0/preapprovals/id/${reference(1)}`)).toMatchObject({ text: '' })
  })

  it.each([
    [{}, 'INTERNAL_PROCESSING_ERROR'],
    [{ 'transfer-type-reason': 'TRANSFER_TYPE_UNKNOWN' }, 'TRANSFER_TYPE_UNKNOWN'],
  ])('are for an unknown type of transfer, with %j, %s', async (quirks, reason) => {
    const { ask, status, kernel } = await openWorld(quirks)
    await ask(1, { body: { ...order, payer: { ...order.payer, partyId: '46733123464' } } })
    await kernel.settle()
    expect((await status(1)).json).toMatchObject({ status: 'FAILED', reason })
  })
})
