import { describe, expect, it } from 'vitest'
import { realAfricasTalking } from './real-africas-talking.ts'

const flags = { atSandbox: true, serviceCode: '*384*44135#', publicUrl: 'https://abc.ngrok.app' } as const
const env = { AT_USERNAME: 'sandbox', AT_API_KEY: 'atsk_one' }

describe('what of the real Africa’s Talking serve is asked for', () => {
  it('is nothing where nothing is said', () => {
    expect(realAfricasTalking({}, {})).toEqual({})
    expect(realAfricasTalking({}, { AT_USERNAME: ' ', AT_API_KEY: '' })).toEqual({})
  })

  it('is SMS by the environment, and USSD by flags', () => {
    const { atSandbox, ...sandbox } = flags
    const africasTalking = { username: 'sandbox', apiKey: 'atsk_one' }
    expect(realAfricasTalking({}, env)).toEqual({ africasTalking })
    expect(realAfricasTalking(flags, {})).toEqual({ atSandbox: sandbox })
    expect(realAfricasTalking(flags, env)).toEqual({ africasTalking, atSandbox: sandbox })
  })

  it.each([
    [{}, { AT_USERNAME: 'sandbox' }, /AT_USERNAME is set and AT_API_KEY is not/],
    [{}, { AT_API_KEY: 'atsk_one' }, /AT_API_KEY is set and AT_USERNAME is not/],
    [{ atSandbox: true } as const, env, /needs --service-code/],
    [{ atSandbox: true, serviceCode: '*384*1#' } as const, env, /needs --public-url/],
    [{ serviceCode: '*384*1#' }, env, /--service-code goes with --at-sandbox/],
    [{ publicUrl: 'https://abc.ngrok.app' }, env, /--public-url goes with --at-sandbox/],
  ])('refuses half of it: %j %j', (given, around, message) => {
    expect(() => realAfricasTalking(given, around)).toThrow(message)
  })
})
