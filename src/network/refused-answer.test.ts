import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { expectTold } from '../../test/told.fixture.ts'
import { readTimeline } from '../kernel/index.ts'
import { ama, code, type Telco, telco } from './network.fixture.ts'
import { diagnose, refusedFields } from './refused-answer.ts'

const url = 'http://app.test/ussd'
const answered = (
  body: string | Buffer,
  more: { status?: number; headers?: Record<string, string> } = {},
) => {
  const response = { status: 200, headers: {}, ...more, body: Buffer.from(body) }
  const { answer, diagnosis } = diagnose(response, { url })
  expectTold(diagnosis.en, diagnosis.fr)
  return { answer, diagnosis: diagnosis.en }
}

const page = (title: string, more = '') =>
  `<!DOCTYPE html>\n<html><head><title>${title}</title>${more}</head></html>`

describe('the first characters of an answer are shown, and what probably happened', () => {
  it.each<[what: string, body: string | Buffer, answer: string, diagnosis: RegExp]>([
    ['nothing', '', '""', /^The answer is empty/],
    [
      'a byte order mark',
      '\ufeffCON Hello',
      '"\\ufeffCON Hello"',
      /^A byte order mark \(EF BB BF\).*what is behind it is right\.$/,
    ],
    [
      'a blank',
      ' CON Hello',
      '" CON Hello"',
      /^A blank, line break or other invisible character stands before/,
    ],
    ['blank lines', '\r\n\n CON Hello', '"\\r\\n\\n CON Hello"', /^4 blanks, line breaks/],
    ['a blank that does not break', '\u00a0CON Hello', '"\\u00a0CON Hello"', /^A blank/],
    ['a character without width', '\u200bEND Bye', '"\\u200bEND Bye"', /invisible/],
    [
      'a PHP warning',
      '<br />\n<b>Warning</b>:  Undefined array key "text" in <b>/app/ussd.php</b> on line <b>3</b><br />\nCON Hello',
      '"<br />\\n<b>Warning</b>:  Undefined array key \\"text\\" in <b>/app/ussd.php</b> on line <b>3</b><br />\\nCON Hello"',
      /^PHP printed a message before the answer \(Warning: Undefined array key "text" in \/app\/ussd\.php on line 3\).*display_errors=Off/,
    ],
    [
      'a PHP notice without HTML',
      'PHP Notice:  Undefined index: text in a.php\nCON Hi',
      '"PHP Notice:  Undefined index: text in a.php\\nCON Hi"',
      /^PHP printed a message/,
    ],
    ['PHP source', '<?php echo "CON Hi";', '"<?php echo \\"CON Hi\\";"', /^This is PHP source/],
    [
      'a Python traceback',
      'Traceback (most recent call last):\n  File "a.py"',
      '"Traceback (most recent call last):\\n  File \\"a.py\\""',
      /^The app failed and sent its error/,
    ],
    [
      'a JavaScript error',
      "TypeError: Cannot read properties of undefined (reading 'split')",
      '"TypeError: Cannot read properties of undefined (reading \'split\')"',
      /^The app failed/,
    ],
    ['a JSON string', '"CON Hello"', '"\\"CON Hello\\""', /^The answer is a JSON string/],
    [
      'a JSON object',
      '{"response":"CON Hello"}',
      '"{\\"response\\":\\"CON Hello\\"}"',
      /^The answer is JSON with the screen in "response"/,
    ],
    ['other JSON', '{"ok":true}', '"{\\"ok\\":true}"', /^The answer is JSON: /],
    ['undefined', 'undefined', '"undefined"', /^The app sent "undefined"/],
    ['an object', '[object Object]', '"[object Object]"', /^The app sent "\[object Object\]"/],
    ["Python's bytes", "b'CON Hello'", '"b\'CON Hello\'"', /Python prints bytes/],
    ['a quote', '“CON Hello”', '"“CON Hello”"', /^A quote stands before/],
    ['Base64', 'Q09OIEhlbGxv', '"Q09OIEhlbGxv"', /Base64/],
    ['small letters', 'con Hello', '"con Hello"', /^The word con has to be in capital letters: CON\.$/],
    ['mixed letters', 'End Bye', '"End Bye"', /^The word End has to be in capital letters: END\.$/],
    ['no blank behind the word', 'CONHello', '"CONHello"', /^A blank is missing behind CON: send "CON "/],
    ['a colon behind the word', 'END: Bye', '"END: Bye"', /^":" stands where a blank/],
    ['a tab behind the word', 'CON\tHello', '"CON\\tHello"', /^"\\t" stands where a blank/],
    ['the word alone', 'CON', '"CON"', /^Only the word CON came/],
    ['letters of another alphabet', 'СОN Hello', '"СОN Hello"', /^The first word only looks like CON/],
    [
      'a debug line',
      'session started\nCON Hello',
      '"session started\\nCON Hello"',
      /^Something is written before CON/,
    ],
    ['no word', 'Welcome to the shop', '"Welcome to the shop"', /^Neither CON nor END is at its beginning/],
    ['HTML around the text', '<p>CON Hello</p>', '"<p>CON Hello</p>"', /^HTML stands around the text/],
    [
      'a login page',
      page('Sign in'),
      '"<!DOCTYPE html>\\n<html><head><title>Sign in</title></head></html>"',
      /^The answer is the page "Sign in": a login stands before/,
    ],
    [
      'a page with a password field',
      page('Shop', '<input type="password">'),
      expect.any(String) as never,
      /a login stands before/,
    ],
    [
      'an error page',
      page('Whoops! There was an error'),
      expect.any(String) as never,
      /the app failed and its framework answered/,
    ],
    [
      "a tunnel's page",
      page('ngrok - you are about to visit'),
      expect.any(String) as never,
      /it comes from a tunnel/,
    ],
    [
      'another page',
      page('Welcome'),
      expect.any(String) as never,
      /^The answer is the page "Welcome": another route/,
    ],
    [
      'UTF-16',
      Buffer.from('\ufeffCON Menu', 'utf16le'),
      'ff fe 43 00 4f 00 4e 00 20 00 4d 00 65 00 6e 00 … (UTF-16, 18 B)',
      /^The answer is UTF-16 and does not say so\. Read as that it begins with "CON Menu"/,
    ],
    [
      'UTF-16 without a mark',
      Buffer.from('CON Menu', 'utf16le'),
      '43 00 4f 00 4e 00 20 00 4d 00 65 00 6e 00 75 00 (UTF-16, 16 B)',
      /^The answer is UTF-16/,
    ],
    ['bytes', Buffer.from([0, 255, 254, 1, 128]), '"\\u0000\\\\xff\\\\xfe\\u0001\\\\x80"', /^Neither/],
  ])('%s', (_, body, answer, diagnosis) => {
    const seen = answered(body)
    expect(seen.answer).toEqual(answer)
    expect(seen.diagnosis).toMatch(diagnosis)
  })

  it.each([
    ['gzip', gzipSync('CON Hello'), /^1f 8b 08 00 .* …? ?\(gzip, \d+ B\)$/],
    ['br', brotliCompressSync('CON Hello'), /\(br, \d+ B\)$/],
    ['deflate', deflateSync('CON Hello'), /\(deflate, \d+ B\)$/],
  ])('%s though none was asked for', (encoding, body, answer) => {
    const seen = answered(body, { headers: { 'content-encoding': encoding } })
    expect(seen.answer).toMatch(answer)
    expect(seen.diagnosis).toMatch(
      /compressed .* Unpacked it begins with "CON Hello"\. Switch compression off/,
    )
  })

  it('a gzip body that no header announces', () => {
    expect(answered(gzipSync('CON Hello')).diagnosis).toMatch(/compressed \(gzip\)/)
  })

  it.each<[status: number, more: { headers?: Record<string, string>; body?: string }, diagnosis: RegExp]>([
    [
      302,
      { headers: { location: '/login?next=%2Fussd' } },
      /redirects to http:\/\/app\.test\/login, .*That looks like a login/,
    ],
    [
      301,
      { headers: { location: 'https://app.test/ussd' } },
      /Give the service code the URL with https:\/\//,
    ],
    [308, { headers: { location: '/ussd/' } }, /Only the slash at the end differs/],
    [
      307,
      { headers: { location: 'http://other.test/x' } },
      /Give the service code the URL where the app really answers/,
    ],
    [302, {}, /names no place/],
    [201, { body: 'CON Menu' }, /^Only 200 is taken, and not 201\. The text itself would be right/],
    [204, {}, /^Only 200 is taken/],
    [400, {}, /a form \(application\/x-www-form-urlencoded\)/],
    [415, {}, /a form/],
    [401, {}, /asks for a login or a key/],
    [403, { body: 'CSRF verification failed' }, /CSRF token/],
    [419, { body: page('Page Expired') }, /Laravel asks for a CSRF token/],
    [404, {}, /No route of the app answers POST \/ussd/],
    [405, { headers: { allow: 'GET, HEAD' } }, /does not take POST but GET, HEAD/],
    [
      500,
      { body: page('Internal Server Error') },
      /^The app failed while it made the answer.* The answer is the page/,
    ],
    [
      500,
      { body: '<br />\n<b>Fatal error</b>:  Uncaught Error in <b>/app/a.php</b>:3\nStack trace:' },
      /look into its log\. PHP printed a message .*\(Fatal error: Uncaught Error in \/app\/a\.php:3\)/,
    ],
    [502, {}, /^A proxy or a tunnel answers/],
  ])('status %i %j', (status, { body = '', headers = {} }, diagnosis) => {
    expect(answered(body, { status, headers }).diagnosis).toMatch(diagnosis)
  })

  it('of a long answer its beginning only', () => {
    const { answer } = answered('x'.repeat(1_000))
    expect(answer).toBe(`"${'x'.repeat(160)}" … +840`)
  })

  it('of hostile answers in no time', () => {
    const hostile = ['<', '<br ', '<title', ' ', '\0', '[', '{"', 'CON', 'é', '<p>', '"']
    const begun = performance.now()
    for (const piece of hostile) answered(piece.repeat(16_384 / piece.length))
    expect(performance.now() - begun).toBeLessThan(2_000)
  })
})

const closing: Array<() => unknown> = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function serving(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  closing.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/ussd`
}

async function network(callbackUrl?: string): Promise<Telco> {
  const it = await telco()
  closing.push(it.close)
  if (callbackUrl)
    await it.kernel.transact((tx) => it.network.putServiceCode(tx, { code, callbackUrl, eventsUrl: null }))
  return it
}

describe('a screen that failed', () => {
  it('has both beside the sentence of the vendor, and so has its event', async () => {
    const it = await network()
    it.app.answers = () => '\ufeffCON Menu'
    const screen = await it.network.dial(ama, code)
    const seen = {
      error: 'Response should start with a CON or an END',
      answer: '"\\ufeffCON Menu"',
      diagnosis: expect.stringContaining('byte order mark'),
      diagnosisIn: { fr: expect.stringContaining('marque d’ordre des octets') },
    }
    expect(screen).toMatchObject(seen)
    const [view] = await it.kernel.read((rx) => it.network.phones(rx))
    expect(view?.screen).toEqual(screen)
    const hops = await it.kernel.read((rx) => readTimeline(rx, { kind: 'ussd.hop' }))
    expect(hops.at(-1)?.data).toMatchObject(seen)
  })

  it('is in English where a data file of an older version has no other', () => {
    const stored = JSON.stringify({ answer: null, diagnosis: 'Nothing listens there.' })
    expect(refusedFields(stored)).toEqual({ diagnosis: 'Nothing listens there.' })
  })

  it('hides a PIN that the app repeats', async () => {
    const it = await network()
    it.app.answers = (text) =>
      text === ''
        ? { body: 'CON PIN?', headers: { 'at-ussd-hop-metadata': 'pin' } }
        : { status: 500, body: `PIN ${text} is wrong` }
    await it.network.dial(ama, code)
    const screen = await it.network.reply(ama, '84671')
    expect(screen.answer).toContain('PIN **** is wrong')
    expect(JSON.stringify(screen)).not.toContain('84671')
  })

  it('has neither where nothing failed', async () => {
    const it = await network()
    expect(Object.keys(await it.network.dial(ama, code))).toEqual([
      'sessionId',
      'status',
      'text',
      'options',
      'hops',
      'error',
      'warnings',
    ])
  })

  it('shows the beginning of an answer that is too large', async () => {
    const large = await network(
      await serving((_, response) =>
        response.writeHead(500).end(page('Whoops, an error', ' '.repeat(300_000))),
      ),
    )
    expect(await large.network.dial(ama, code)).toMatchObject({
      error: expect.stringContaining('answered with more than 16384 bytes'),
      answer: expect.stringContaining('<!DOCTYPE html>'),
      diagnosis: expect.stringMatching(/^The gateway reads no more than 16384 bytes\. The app failed/),
    })
  })

  it('says what it means that nothing listens', async () => {
    const gone = await serving(() => {})
    await closing.pop()?.()
    const it = await network(gone)
    const screen = await it.network.dial(ama, code)
    expect(screen.diagnosis).toMatch(/^Nothing listens there/)
    expect(screen.answer).toBeUndefined()
  })
})

describe('an answer is read in its charset', () => {
  it.each([
    ['text/plain; charset=ISO-8859-1', Buffer.from('CON Café', 'latin1'), 'Café', []],
    ['text/plain; charset=UTF-16', Buffer.from('CON Café', 'utf16le'), 'Café', []],
    ['text/plain; charset=utf-8', Buffer.from('CON Café'), 'Café', []],
    ['text/plain; charset=utf8mb4', Buffer.from('CON Café'), 'Café', ['charset']],
    ['text/plain', Buffer.from('CON Café', 'latin1'), 'Caf\ufffd', ['charset']],
  ])('%s', async (type, body, text, warnings) => {
    const it = await network(
      await serving((_, response) => response.writeHead(200, { 'Content-Type': type }).end(body)),
    )
    const screen = await it.network.dial(ama, code)
    expect([screen.text, screen.warnings.map(({ code: warning }) => warning)]).toEqual([text, warnings])
    if (type === 'text/plain') expect(screen.warnings[0]?.message).toContain('61 66 e9')
  })
})
