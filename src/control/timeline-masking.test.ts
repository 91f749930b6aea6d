import { describe, expect, it } from 'vitest'
import { ExchangeLog } from '../kernel/index.ts'
import { HopSecrets, maskBody, maskHeader, maskUrl } from './timeline-masking.ts'

describe('what the timeline hides', () => {
  it.each([
    ['Authorization', 'Bearer abc.def', 'Bearer ****'],
    ['authorization', 'abc', '****'],
    ['Ocp-Apim-Subscription-Key', 'c0113c', '****'],
    ['apiKey', 'atsk', '****'],
    ['Signature', '5f2b', '****'],
    ['Content-Type', 'text/plain', 'text/plain'],
  ])('of the header %s', (name, value, shown) => {
    expect(maskHeader(name, value)).toBe(shown)
  })

  it.each([
    ['{"access_token":"ey\\"J","expires_in":3600}', '{"access_token":"****","expires_in":3600}'],
    ['{ "apiKey" : "5a1e" }', '{ "apiKey" : "****" }'],
    ['{"auth":{"secure":"fE0=","type":"card"}}', '{"auth":{"secure":"****","type":"card"}}'],
    ['{"auth":{"secure":"never ends', '{"auth":{"secure":"****"'],
    ['{"amount":"12.50","payerMessage":"Order 17"}', '{"amount":"12.50","payerMessage":"Order 17"}'],
    ['grant_type=x&auth_req_id=7-8', 'grant_type=x&auth_req_id=****'],
    ['to=%2B4673&message=Your+code+is+482913.', 'to=%2B4673&message=Your+code+is+****.'],
    ['{"message_body":"482913 is your code"}', '{"message_body":"**** is your code"}'],
    ['amount=5000&text=Hello', 'amount=5000&text=Hello'],
  ])('of the body %s', (body, shown) => {
    expect(maskBody(body)).toBe(shown)
  })

  it('of a URL: keys, and the paths that nobody can guess', () => {
    expect(maskUrl('/x?apiKey=1&a=2')).toBe('/x?apiKey=****&a=2')
    expect(maskUrl(`http://me.test/ussd/${'a1'.repeat(16)}`)).toBe('http://me.test/ussd/****')
  })

  it('of hops: what a screen asked for as a PIN, in every later hop, and what may be one', async () => {
    const log = new ExchangeLog(() => ({ now: 0, event: 0 }))
    const secrets = new HopSecrets()
    log.onChange((last) => last && secrets.notice(last))
    const hop = async (text: string, label: string) => {
      const body = `sessionId=s&text=${text}`
      const headers = { 'at-ussd-hop-metadata': label }
      const answer = { status: 200, reason: 'OK', headers: {}, body: Buffer.alloc(0) }
      await log.follow(
        { method: 'POST', url: 'http://app.test/', headers, body, timeoutMs: 1 },
        async () => answer,
      )
      return body
    }
    const first = await hop('1', 'menu')
    const pin = await hop('1%2Aabc', 'pin')
    const later = await hop('1%2Aabc%2A2', 'menu')
    expect(secrets.mask(first, 'CON 1')).toEqual({ form: first, answer: 'CON 1' })
    expect(secrets.mask(pin, 'CON abc?').form).toBe('sessionId=s&text=1%2A****')
    expect(secrets.mask(later, 'END You typed abc')).toEqual({
      form: 'sessionId=s&text=1%2A****%2A2',
      answer: 'END You typed ****',
    })
    expect(secrets.mask('text=1*4711&sessionId=t', 'END 4711, 47110')).toEqual({
      form: 'text=1*****&sessionId=t',
      answer: 'END ****, 47110',
    })
    expect(secrets.mask('sessionId=s&input=1%2Aabc&lastAppResponse=END%20abc', '').form).toBe(
      'sessionId=s&input=1%2A****&lastAppResponse=END%20****',
    )
  })
})
