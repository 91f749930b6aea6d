import { decode, encode, RECURSION_DESIRED } from 'dns-packet'
import { describe, expect, it } from 'vitest'
import { hostsFile } from './etc.ts'
import { answerTo } from './name-server.ts'

describe('the hosts file of a sealed command', () => {
  it('keeps the machine’s own names, and takes the vendors’ from whoever had them', () => {
    const own = '# mine\n127.0.0.1 localhost\n10.0.0.5 db db.local # the store\n1.2.3.4 API.onepipe.io\n\n'
    expect(hostsFile(own, new Map([['api.onepipe.io', '127.77.0.1']]))).toBe(
      '127.0.0.1 localhost\n10.0.0.5 db db.local\n127.77.0.1 api.onepipe.io\n',
    )
  })
})

describe('the name server of a sealed command', () => {
  function ask(name: string, type: 'A' | 'AAAA' | 'PTR' = 'A') {
    const refused: string[] = []
    const query = encode({ type: 'query', id: 7, flags: RECURSION_DESIRED, questions: [{ type, name }] })
    const bytes = answerTo(
      query,
      (host) => (host === 'api.onepipe.io' ? '127.77.0.1' : undefined),
      (host) => refused.push(host),
    )
    const answer = bytes && decode(bytes)
    return {
      refused,
      id: answer?.id,
      noSuchName: ((answer?.flags ?? 0) & 15) === 3,
      data: answer?.answers?.map((each) => 'data' in each && each.data),
    }
  }

  it('knows a name, in whatever case', () => {
    const found = { refused: [], id: 7, noSuchName: false, data: ['127.77.0.1'] }
    expect(ask('api.onepipe.io')).toEqual(found)
    expect(ask('API.OnePipe.io')).toEqual(found)
  })

  it('says that a known name has no address of another kind', () => {
    expect(ask('api.onepipe.io', 'AAAA')).toMatchObject({ noSuchName: false, data: [], refused: [] })
  })

  it('says that there is no other name, and tells of it', () => {
    expect(ask('registry.example')).toMatchObject({
      noSuchName: true,
      data: [],
      refused: ['registry.example'],
    })
  })

  it('tells of no look-up of an address’s name', () => {
    expect(ask('1.0.0.127.in-addr.arpa', 'PTR')).toMatchObject({ noSuchName: true, refused: [] })
  })

  it.each([
    ['nothing', ''],
    ['half a query', '0007010000010000'],
    ['an answer', '000781000000000000000000'],
  ])('says nothing to %s', (_, hex) => {
    const none = () => undefined
    expect(answerTo(Buffer.from(hex, 'hex'), none, none)).toBeUndefined()
  })
})
