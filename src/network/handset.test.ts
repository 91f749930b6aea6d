import { afterEach, describe, expect, it } from 'vitest'
import { InputError, NotFoundError, readTimeline } from '../kernel/index.ts'
import { ama, callbackUrl, code, type Telco, telco } from './network.fixture.ts'

const opened: Telco[] = []
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close()
})
const rig = async (options: Parameters<typeof telco>[0] = {}) => {
  const made = await telco(options)
  opened.push(made)
  return made
}
const view = ({ kernel, network }: Telco, msisdn = ama) => kernel.read((rx) => network.phone(rx, msisdn))
const timeline = ({ kernel }: Telco, kind = 'ussd') => kernel.read((rx) => readTimeline(rx, { kind }))
const menu = (text: string) => (text === '' ? 'CON Menu' : text === '1' ? 'CON Sure?' : 'END Done')

describe('handsets', () => {
  it('of an open world are there when named; reading makes none', async () => {
    const it = await rig()
    expect(await view(it, '46733000009')).toEqual({
      msisdn: '+46733000009',
      name: null,
      network: '99999',
      online: true,
      screen: null,
    })
    expect(await it.kernel.read((rx) => it.network.phones(rx))).toEqual([])
    await it.network.dial('46733000009', code)
    expect(await it.kernel.read((rx) => it.network.phones(rx))).toMatchObject([{ msisdn: '+46733000009' }])
  })

  it('of a closed world are those of the world file', async () => {
    const it = await rig({ config: { openPhones: false } })
    for (let twice = 0; twice < 2; twice++) {
      await it.kernel.transact((tx) => it.network.addHandset(tx, { msisdn: ama, name: 'Ama' }))
    }
    expect(await it.kernel.read((rx) => it.network.phones(rx))).toEqual([
      { msisdn: ama, name: 'Ama', network: '99999', online: true, screen: null },
    ])
    const stranger = '+46733999999'
    await expect(view(it, stranger)).rejects.toThrow(NotFoundError)
    await expect(it.network.dial(stranger, code)).rejects.toThrow(NotFoundError)
    await expect(it.network.reply(stranger, '1')).rejects.toThrow(NotFoundError)
    await expect(it.network.cancel(stranger)).rejects.toThrow(NotFoundError)
    await expect(it.network.setOnline(stranger, true)).rejects.toThrow(NotFoundError)
    await expect(it.kernel.read((rx) => it.network.messages(rx, stranger))).rejects.toThrow(NotFoundError)
  })

  it('that are off drop their session and neither dial nor answer', async () => {
    const it = await rig({ app: menu })
    await it.network.dial(ama, code)
    expect(await it.network.setOnline(ama, false)).toMatchObject({
      online: false,
      screen: { status: 'cancelled' },
    })
    await it.network.setOnline(ama, false)
    await expect(it.network.dial(ama, code)).rejects.toThrow(/is off/)
    await expect(it.network.reply(ama, '1')).rejects.toThrow(/is off/)
    expect(await it.network.setOnline(ama, true)).toMatchObject({ online: true })
    expect((await timeline(it, 'handset')).map(({ kind }) => kind)).toEqual([
      'handset.offline',
      'handset.online',
    ])
  })

  it.each(['+1234', 'abc', '', '+1234567890123456', '+46 733'])('are no handsets as %j', async (typed) => {
    const it = await rig()
    await expect(view(it, typed)).rejects.toThrow(InputError)
    await expect(it.network.dial(typed, code)).rejects.toThrow(InputError)
  })

  it('send no answer that is too long or not well-formed', async () => {
    const it = await rig()
    await it.network.dial(ama, code)
    await expect(it.network.reply(ama, 'x'.repeat(183))).rejects.toThrow(InputError)
    await expect(it.network.reply(ama, '\ud800')).rejects.toThrow(InputError)
  })
})

describe('service codes', () => {
  it('are put, listed, pointed elsewhere and deleted', async () => {
    const { kernel, network } = await rig()
    const other = { code: '*165#', callbackUrl: 'https://one.test/', eventsUrl: 'https://one.test/events' }
    await kernel.transact((tx) => network.putServiceCode(tx, other))
    await kernel.transact((tx) => network.putServiceCode(tx, { ...other, callbackUrl: 'https://two.test/' }))
    expect(await kernel.read((rx) => network.serviceCodes(rx))).toEqual([
      { ...other, callbackUrl: 'https://two.test/' },
      { code, callbackUrl, eventsUrl: null },
    ])
    await kernel.transact((tx) => network.deleteServiceCode(tx, '*165#'))
    await expect(kernel.transact((tx) => network.deleteServiceCode(tx, '*165#'))).rejects.toThrow(
      NotFoundError,
    )
  })

  it.each([
    ['165', callbackUrl, null],
    ['*165', callbackUrl, null],
    ['*1**2#', callbackUrl, null],
    ['*165#', 'app.test/ussd', null],
    ['*165#', 'ftp://app.test/', null],
    ['*165#', callbackUrl, 'nowhere'],
  ])('are refused as %j %j %j', async (typed, url, eventsUrl) => {
    const { kernel, network } = await rig()
    const put = kernel.transact((tx) =>
      network.putServiceCode(tx, { code: typed, callbackUrl: url, eventsUrl }),
    )
    await expect(put).rejects.toThrow(InputError)
  })
})
