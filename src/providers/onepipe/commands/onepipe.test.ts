import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { onepipeCommand } from './index.ts'

const secret = 'Xy7Qp2Lm9Rt4Vw1Z'

let printed: string[]
beforeEach(() => {
  printed = []
  vi.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line))
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

async function run(...args: string[]): Promise<string> {
  await onepipeCommand().exitOverride().parseAsync(args, { from: 'user' })
  return printed.join('\n')
}

describe('payersim onepipe', () => {
  it('encrypts in either encoding, and decrypts both', async () => {
    expect(await run('encrypt', '--secret', secret, '6200000766;058')).toBe('o3iwLOvmVis5yYmaNeIq+A==')
    printed = []
    const wide = await run('encrypt', '--secret', secret, '--encoding', 'utf16le', '123456')
    expect(wide).toBe('xV2v0HC+hctfKkdKcXZ1rQ==')
    printed = []
    expect(await run('decrypt', '--secret', secret, wide)).toBe('123456')
  })

  it('signs a request_ref', async () => {
    expect(await run('sign', '--secret', secret, '20250101000000000101')).toBe(
      'eceb53be29d7875c9ce92a5c4a87b165',
    )
  })

  it('takes the secret from the environment', async () => {
    vi.stubEnv('ONEPIPE_SECRET', secret)
    expect(await run('encrypt', '--type', 'otp', '123456')).toBe('kFf09ZrWcsg=')
  })

  it.skipIf(spawnSync('openssl', ['version']).status !== 0)('openssl opens what it encrypts', async () => {
    const secure = await run(
      'encrypt',
      '--secret',
      secret,
      '--type',
      'card',
      '5060990580000217499;111;5003;1111',
    )
    const half = createHash('md5').update(Buffer.from(secret, 'utf16le')).digest('hex')
    const flags = ['enc', '-d', '-des-ede3-cbc', '-base64', '-A', '-iv', '0'.repeat(16)]
    const { stdout } = spawnSync('openssl', [...flags, '-K', half + half.slice(0, 16)], { input: secure })
    expect(String(stdout)).toBe('5060990580000217499;111;5003;1111')
  })

  it.each([
    [
      'a text of another shape',
      ['encrypt', '--type', 'bank.account', '--secret', secret, '6200000766'],
      /accountNumber;bankCBNCode/,
    ],
    ['a type that there is not', ['encrypt', '--type', 'account', '--secret', secret, 'x'], /bank\.account/],
    [
      'an encoding that there is not',
      ['encrypt', '--encoding', 'latin1', '--secret', secret, 'x'],
      /utf16le/,
    ],
    ['no text', ['encrypt', '--secret', secret], /text/],
    ['no secret', ['sign', 'r1'], /--secret, or set ONEPIPE_SECRET/],
    ['a blank secret', ['sign', '--secret', ' ', 'r1'], /blank/],
    ['a secret with the line break of its file', ['sign', '--secret', `${secret}\n`, 'r1'], /white space/],
    ['a blank request_ref', ['sign', '--secret', secret, ''], /request_ref/],
    ['what is no base64', ['decrypt', '--secret', secret, 'not base64!'], /not base64/],
    [
      'what another secret encrypted',
      ['decrypt', '--secret', 'another', 'o3iwLOvmVis5yYmaNeIq+A=='],
      /decrypt|no text/,
    ],
  ])('refuses %s, and says neither secret nor text', async (_name, args, words) => {
    const refused = await run(...args).then(() => expect.fail('nothing was refused'), String)
    expect(refused).toMatch(words)
    expect(refused).not.toContain(secret)
    expect(refused).not.toContain('6200000766')
    expect(printed).toEqual([])
  })
})
