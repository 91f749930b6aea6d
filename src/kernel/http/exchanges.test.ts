import { describe, expect, it } from 'vitest'
import { ExchangeLog } from './exchanges.ts'
import { explain } from './explanation.ts'
import type { HttpAnswer } from './http-answer.ts'
import type { HttpRequest } from './http-request.ts'
import type { OutboundRequest } from './outbound-messages.ts'

const request: OutboundRequest = {
  method: 'POST',
  url: 'http://shop.test/cb',
  headers: { 'X-One': '1' },
  timeoutMs: 1_000,
  purpose: 'callback',
  trace: 'a trace',
  phone: '+46733000001',
}
const answering = (body: string) => async () => ({
  status: 200,
  reason: 'OK',
  headers: { 'content-type': 'text/plain' },
  body: Buffer.from(body),
})
const newLog = () => new ExchangeLog(() => ({ now: 5, event: 7 }))

describe('the log of exchanges', () => {
  it('has what went out and what came back, and when', async () => {
    const log = newLog()
    await log.recordOutgoing({ ...request, body: 'asked', about: 'order-17' }, answering('said'))
    expect(log.read(0, 10)).toMatchObject([
      {
        seq: 1,
        direction: 'out',
        at: 5,
        after: 7,
        url: 'http://shop.test/cb',
        headers: [['X-One', '1']],
        body: 'asked',
        about: 'order-17',
        purpose: 'callback',
        trace: 'a trace',
        phone: '+46733000001',
        answer: { status: 200, headers: [['content-type', 'text/plain']], body: 'said' },
        error: null,
      },
    ])
  })

  it('has what was never answered, and passes the error on', async () => {
    const log = newLog()
    const sending = async () => Promise.reject(new Error('nobody is there'))
    await expect(log.recordOutgoing(request, sending)).rejects.toThrow('nobody is there')
    expect(log.read(0, 10)).toMatchObject([{ answer: null, error: { en: 'nobody is there' } }])
  })

  it('has what is explained of an answer and of an error, and of no other', async () => {
    const log = newLog()
    const explained = async () => {
      const answer = await answering('no')()
      explain(answer, {
        en: 'The key is of another product.',
        fr: 'La clé est d’un autre produit.',
      })
      explain(answer, { en: 'Call http://a:hidden@shop.test.', fr: 'Appelez http://a:hidden@shop.test.' })
      return answer
    }
    const failing = async () => {
      const error = new Error('no')
      explain(error, { en: 'Give --callback-ca.', fr: 'Donnez --callback-ca.' })
      throw error
    }
    await log.recordOutgoing(request, explained)
    await expect(log.recordOutgoing(request, failing)).rejects.toThrow('no')
    await log.recordOutgoing(request, answering('yes'))
    const logged = log.read(0, 10).map(({ explanation }) => explanation)
    expect(logged).toEqual([
      {
        en: 'The key is of another product. Call http://****@shop.test.',
        fr: 'La clé est d’un autre produit. Appelez http://****@shop.test.',
      },
      { en: 'Give --callback-ca.', fr: 'Donnez --callback-ca.' },
      undefined,
    ])
  })

  it('goes on after a number, keeps the latest only, and cuts what is long', async () => {
    const log = newLog()
    for (let index = 1; index <= 5_003; index++) await log.recordOutgoing(request, answering(''))
    expect(log.read(0, 1)[0]?.seq).toBe(3_004)
    expect(log.read(5_001, 10).map(({ seq }) => seq)).toEqual([5_002, 5_003])
    expect(log.read(5_003, 10)).toEqual([])
    const long = 'x'.repeat(16_400)
    for (let index = 0; index < 2_000; index++)
      await log.recordOutgoing({ ...request, body: long }, answering(long))
    const kept = log.read(0, 30_000)
    const sizes = kept.map(
      ({ url, body, answer }) => url.length + body.length + (answer?.body.length ?? 0) + 500,
    )
    const held = sizes.reduce((sum, size) => sum + size, 0)
    expect(held).toBeLessThanOrEqual(4 * 1024 * 1024)
    expect(kept.length).toBeGreaterThan(100)
    expect(kept.at(-1)?.body).toMatch(/^x{16384}… cut after 16384 of 16400 characters$/)
    expect(kept.at(-1)?.answer?.body).toMatch(/ of 16400 characters$/)
  })

  it('keeps the latest refused requests, however much came after them', async () => {
    const log = newLog()
    const asked = (url: string, status: number) => {
      const request = { method: 'GET', url, rawHeaders: [], receivedBody: Buffer.of(), trace: url }
      const answer = { status, headers: {}, body: '' }
      log.begin()(request as unknown as HttpRequest, answer as HttpAnswer, { purpose: 'request' })
    }
    for (let index = 1; index <= 30; index++) asked(`/${index}`, index % 2 === 0 ? 200 : 404)
    for (let index = 1; index <= 2_000; index++) await log.recordOutgoing(request, answering(''))
    const refused = Array.from({ length: 15 }, (_, index) => 1 + 2 * index)
    const seqs = (found: ReadonlyArray<{ seq: number }>) => found.map(({ seq }) => seq)
    expect(seqs(log.read(0, 16))).toEqual([...refused, 31])
    expect(seqs(log.read(27, 2))).toEqual([29, 31])
    expect(seqs(log.readBack(31, 3))).toEqual([31, 29, 27])
    expect(seqs(log.readBack(5, 2))).toEqual([5, 3])
    expect(log.dropped).toBe(15)
    expect(log.askers(new Set(['/1', '/2'])).size).toBe(1)
    for (let index = 31; index <= 46; index++) asked(`/${index}`, 500)
    for (let index = 1; index <= 2_000; index++) await log.recordOutgoing(request, answering(''))
    expect(seqs(log.read(0, 5))).toEqual([...refused.slice(-4), 2_031])
  })

  it('begins anew under another name, and tells', async () => {
    const log = newLog()
    const ids: string[] = []
    const stop = log.onChange(() => ids.push(log.id))
    await log.recordOutgoing(request, answering(''))
    const { id } = log
    log.clear()
    stop()
    await log.recordOutgoing(request, answering(''))
    expect(ids).toEqual([id, log.id])
    expect(log.id).not.toBe(id)
    expect(log.read(0, 10).map(({ seq }) => seq)).toEqual([1])
  })
})
