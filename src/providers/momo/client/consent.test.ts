import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Consent, Merchant, SimulatorClient } from '../../../client/index.ts'
import { Watched } from '../../../client/watched.fixture.ts'

const payer = '+46733000001'

describe('a consent', () => {
  let world: Watched
  let sim: SimulatorClient
  let merchant: Merchant

  beforeEach(async () => {
    world = await Watched.begin()
    sim = world.client
    merchant = sim.merchant()
  })
  afterEach(() => world.end())

  const posted = () => world.seen.filter(({ path }) => path.endsWith('/bc-authorize'))
  const give = async () => {
    await sim.settle()
    const ama = sim.phone(payer)
    await ama.prompted()
    await ama.choose('Accept')
    await ama.reply(ama.pin)
  }
  const takeBack = async () => {
    const ama = sim.phone(payer)
    await ama.dial('*165#')
    await ama.choose('Shared data')
    await ama.reply('1')
    await ama.choose('Take back')
    await ama.reply(ama.pin)
  }
  const detailOf = async (failing: Promise<unknown>) =>
    failing.then(
      () => undefined,
      (error: { data: { detail?: string } }) => error.data.detail,
    )

  it('is asked for as MTN expects', async () => {
    await merchant.consent({ payer, scopes: ['profile', 'email'], validity: 'P30D' })
    expect(posted()[0]?.body).toBe(
      'login_hint=ID%3A46733000001%2FMSISDN&scope=profile+email&access_type=offline&consent_valid_in=2592000',
    )
    await merchant.consent({ payer, scopes: ['openid'], access: 'online', product: 'remittance' })
    expect(posted()[1]).toMatchObject({
      path: '/remittance/v1_0/bc-authorize',
      body: 'login_hint=ID%3A46733000001%2FMSISDN&scope=openid&access_type=online',
    })
  })

  it('has no token while the payer has not answered, and slows down who asks too fast', async () => {
    const consent = await merchant.consent({ payer, scopes: ['profile'] })
    expect(consent.interval).toBe(5)
    expect(await detailOf(consent.token())).toBe('authorization_pending')
    expect(await detailOf(consent.token())).toBe('slow_down')
    expect(await consent.standing()).toBe('PENDING')
  })

  it('gives its data by one token, which is renewed', async () => {
    const consent = await merchant.consent({ payer, scopes: ['profile', 'email'] })
    await give()
    expect(await consent.userInfo()).toMatchObject({ given_name: 'Ama', email: 'ama@example.com' })
    const first = await consent.token()
    expect(await consent.token()).toBe(first)
    const second = await consent.refresh()
    expect(second.access_token).not.toBe(first.access_token)
    expect(await consent.userInfo()).toMatchObject({ family_name: 'Lindqvist' })
    expect(await consent.standing()).toBe('GIVEN')
  })

  it('renews an expired token when asked to, as long as the consent lasts', async () => {
    const consent = await merchant.consent({ payer, scopes: ['profile'], validity: 'P1D' })
    await give()
    const first = await consent.token()
    await sim.clock.advance('PT1H')
    await expect(consent.userInfo()).rejects.toMatchObject({ data: { status: 401 } })
    expect(await consent.userInfo({ renew: true })).toMatchObject({ given_name: 'Ama' })
    expect(await consent.token()).not.toEqual(first)
    await sim.clock.advance('P1D')
    expect(await detailOf(consent.userInfo({ renew: true }))).toBe('invalid_grant')
  })

  it('ends when it is taken back', async () => {
    const consent = await merchant.consent({ payer, scopes: ['profile'] })
    await give()
    await consent.token()
    await takeBack()
    await expect(consent.userInfo()).rejects.toMatchObject({ data: { status: 401 } })
    expect(await detailOf(consent.refresh())).toBe('invalid_grant')
    expect(await consent.standing()).toBe('ENDED')
  })

  const ends: Array<[string, () => Promise<unknown>, Awaited<ReturnType<Consent['standing']>>]> = [
    [
      'refused',
      async () => {
        await sim.settle()
        await sim.phone(payer).prompted()
        await sim.phone(payer).choose('Reject')
      },
      'DENIED',
    ],
    ['not answered', () => sim.clock.advance('PT5M'), 'EXPIRED'],
    ['taken back before its token was fetched', () => give().then(takeBack), 'DENIED'],
  ]
  it.each(ends)('that is %s says so', async (_, end, standing) => {
    const consent = await merchant.consent({ payer, scopes: ['profile'] })
    await end()
    expect(await consent.standing()).toBe(standing)
  })

  it('whose token was issued and never came is lost: a token is issued once', async () => {
    const consent = await merchant.consent({ payer, scopes: ['profile'] })
    await give()
    const match = { operation: 'momo.createConsentToken' }
    await sim.faults.set([{ point: 'operation', do: 'lost-answer', match, when: { first: 1 } }])
    await expect(consent.token()).rejects.toMatchObject({ data: { failure: 'lost' } })
    expect(await consent.standing()).toBe('LOST')
  })

  it('that is online cannot be renewed', async () => {
    const consent = await merchant.consent({ payer, scopes: ['profile'], access: 'online' })
    await give()
    await expect(consent.refresh()).rejects.toThrow('it is online')
    await sim.clock.advance('PT1H')
    await expect(consent.userInfo({ renew: true })).rejects.toMatchObject({ data: { status: 401 } })
    expect(await consent.standing()).toBe('ENDED')
  })

  it('is refused with MTN’s code', async () => {
    await expect(merchant.consent({ payer, scopes: ['salary'] })).rejects.toMatchObject({
      data: { status: 500, code: 'UNSUPPORTED_SCOPE' },
    })
  })
})
