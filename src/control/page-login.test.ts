import express from 'express'
import { describe, expect, it } from 'vitest'
import { askApp } from '../kernel/http/app.fixture.ts'
import { PageLogin } from './page-login.ts'

function page(adminToken = 'open sesame') {
  let time = 0
  const login = new PageLogin(adminToken, () => time)
  const app = express()
  app.get('/', login.byLink, (_, response) => void response.send('the page'))
  app.post('/page/login', login.turnIn)
  return {
    open: (url: string) => askApp(app, { url, headers: { host: 'localhost:4000' } }),
    turnIn: (cookie: string | undefined, headers: Record<string, string> = {}) =>
      askApp(app, {
        method: 'POST',
        url: '/page/login',
        headers: { host: 'localhost:4000', ...(cookie === undefined ? {} : { cookie }), ...headers },
      }),
    pass: (milliseconds: number) => {
      time += milliseconds
    },
  }
}

/** What a browser sends of the cookie that it was given. */
const kept = ({ headers }: { headers: Record<string, string> }): string => {
  const [set = ''] = headers['set-cookie'] as unknown as string[]
  return set.split(';')[0] ?? ''
}

describe('a link with the admin token', () => {
  it('leads to the page without it, with a ticket that no script reads and no other site sends', async () => {
    const { status, headers } = await page().open('/?token=open%20sesame')
    expect([status, headers.location]).toEqual([303, '/'])
    expect(headers['cache-control']).toBe('no-store')
    expect(headers['referrer-policy']).toBe('no-referrer')
    expect(headers['set-cookie']).toEqual([
      expect.stringMatching(
        /^payersim-login=[\w-]{32}; Path=\/page\/login; Max-Age=60; HttpOnly; SameSite=Strict$/,
      ),
    ])
    expect(JSON.stringify(headers)).not.toContain('sesame')
  })

  it('lets the page in, once', async () => {
    const { open, turnIn } = page()
    const ticket = kept(await open('/?token=open%20sesame'))
    const { status, headers, text } = await turnIn(`other=1; ${ticket}; more=2`)
    expect([status, headers['cache-control'], JSON.parse(text)]).toEqual([
      200,
      'no-store',
      { token: 'open sesame' },
    ])
    // The cookie is gone too.
    expect(headers['set-cookie']).toEqual([expect.stringMatching(/^payersim-login=; .*Max-Age=0/)])
    expect((await turnIn(ticket)).status).toBe(204)
  })

  it('that is wrong leads to the page, which then asks', async () => {
    const { open } = page()
    for (const url of ['/?token=open%20says', '/?token=', '/?token=open%20sesame&token=open%20sesame']) {
      const { status, headers } = await open(url)
      expect([status, headers.location, headers['set-cookie']]).toEqual([303, '/', undefined])
    }
    expect((await open('/')).text).toBe('the page')
  })

  it('has a ticket that ends after a minute', async () => {
    const { open, turnIn, pass } = page()
    const [first, second] = [await open('/?token=open%20sesame'), await open('/?token=open%20sesame')].map(
      kept,
    )
    pass(60_000)
    expect((await turnIn(first)).status).toBe(200)
    pass(1)
    expect((await turnIn(second)).status).toBe(204)
  })

  it('is taken any number of times, and only the latest sixteen tickets are kept', async () => {
    const { open, turnIn } = page()
    const tickets: string[] = []
    for (let index = 0; index < 17; index += 1) tickets.push(kept(await open('/?token=open%20sesame')))
    expect((await turnIn(tickets[0])).status).toBe(204)
    expect((await turnIn(tickets[1])).status).toBe(200)
    expect((await turnIn(tickets[16])).status).toBe(200)
  })

  it('may have a token of any letters', async () => {
    const { open, turnIn } = page('Zürich £&=')
    const ticket = kept(await open(`/?token=${encodeURIComponent('Zürich £&=')}`))
    expect(JSON.parse((await turnIn(ticket)).text)).toEqual({ token: 'Zürich £&=' })
  })
})

describe('a ticket', () => {
  it.each([
    ['a page of another site', { origin: 'https://evil.example' }],
    ['a page of another port', { origin: 'http://localhost:3000' }],
    ['a page of another port without an origin', { 'sec-fetch-site': 'same-site' }],
  ])('is not turned in, nor used up, by %s', async (_, headers: Record<string, string>) => {
    const { open, turnIn } = page()
    const ticket = kept(await open('/?token=open%20sesame'))
    const { status, text } = await turnIn(ticket, headers)
    expect(status).toBe(403)
    expect(text).not.toContain('sesame')
    expect((await turnIn(ticket)).status).toBe(200)
  })

  it('that is guessed, empty or not there is none', async () => {
    const { turnIn } = page()
    for (const cookie of [undefined, '', 'payersim-login=', 'payersim-login=abc', 'payersim-login'])
      expect((await turnIn(cookie)).status).toBe(204)
  })
})
