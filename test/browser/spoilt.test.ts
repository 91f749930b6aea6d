import type { Page, Route } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { context, hindrances, lineOf, open, phoneOf, railOf, simulator } from './browser.fixture.ts'

const ama = '+46733000001'

/** How a server, or what stands before it, may answer. */
const noJson = (route: Route) => route.fulfill({ body: '<h1>Oops</h1>', contentType: 'text/html' })
const broken = (route: Route) => route.fulfill({ status: 500, json: { detail: 'The disk is full.' } })
const says = (json: unknown) => (route: Route) => route.fulfill({ json })

/** Nothing comes for a while, and then the connection is closed. */
async function closed(route: Route): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 300))
  // It may have been asked for by a page that is gone.
  await route.abort().catch(() => undefined)
}

/** Answers a path of the page so until `mend`; `times` is how often it did. */
async function spoil(page: Page, path: string, answer: (route: Route) => Promise<void>) {
  const spoilt = { times: 0, mend: () => page.unroute(`**/_sim${path}`) }
  await page.route(`**/_sim${path}`, async (route) => {
    await answer(route)
    spoilt.times += 1
  })
  return spoilt
}

/** It rings, and has no text. */
const rings = { msisdn: ama, name: 'Ama', online: true, screen: { status: 'open' }, news: { rings: true } }

const notice = (page: Page, said: string | RegExp) => page.getByRole('alert').filter({ hasText: said })
const again = (page: Page) => page.getByRole('button', { name: 'Show it again' })
const holding = (page: Page) => page.getByRole('list', { name: 'What holds in this world' })

describe('an answer that is spoilt', () => {
  it.each([
    { width: 390, stays: [broken, closed], fails: [{}, [rings]] },
    { width: 1440, stays: [noJson, says(null)], fails: [[null]] },
  ])(
    'leaves the phones to come back, at $width px',
    async ({ width, stays, fails }) => {
      const sim = await simulator()
      const phone = sim.phone(ama)
      const within = await context({ viewport: { width, height: 844 } })
      const page = await open(sim.url, { within, view: 'phones', failing: true })
      await railOf(page, 'Ama').getByText('idle').waitFor()

      // What is shown stays, and is mended by itself: no event comes.
      for (const answer of stays) {
        const phones = await spoil(page, '/phones?*', answer)
        await phone.goOffline()
        await expect.poll(() => phones.times).toBeGreaterThan(1)
        await railOf(page, 'Ama').getByText('idle').waitFor()
        await phones.mend()
        await railOf(page, 'Ama').getByText('off').waitFor()
        await phone.goOnline()
        await railOf(page, 'Ama').getByText('idle').waitFor()
      }

      // What cannot be drawn says so, and is there again at a click. One part can draw what another cannot: the bar of a
      // narrow screen counts the phone that rings without its text.
      await sim.merchant().requestToPay({ payer: ama, amount: '12.50', currency: 'EUR' })
      for (const answer of fails) {
        const phones = await spoil(page, '/phones?*', says(answer))
        await phone.dial('*165#')
        await notice(page, 'The phones cannot be shown').waitFor()
        await phones.mend()
        await again(page).click()
        await railOf(page, 'Ama').getByText('in a session').waitFor()
        await phone.cancel()
        await railOf(page, 'Ama').getByText('1 to approve').waitFor()
        expect(await again(page).count()).toBe(0)
      }

      // What could never be read says why, and comes by itself.
      const phones = await spoil(page, '/phones?*', broken)
      await page.reload()
      await notice(page, 'The phones cannot be shown: The disk is full.').waitFor()
      expect(await hindrances(page)).toEqual([])
      await phones.mend()
      await phoneOf(page, 'Ama').waitFor()
    },
    120_000,
  )

  it('is one thing that holds in this world, and the others stay', async () => {
    const sim = await simulator()
    const page = await open(sim.url, { view: 'ledger', failing: true })
    const chips = {
      clock: [/Frozen/, 'The clock'],
      faults: ['No faults', 'The faults'],
      recordings: ['Not recording', 'The recording'],
      snapshots: ['No snapshot', 'The snapshot'],
      worlds: ['World default', 'The world'],
    } as const
    const chip = (name: string | RegExp) => holding(page).getByRole('button', { name })
    for (const [name] of Object.values(chips)) await chip(name).waitFor()
    for (const [path, [name, what]] of Object.entries(chips)) {
      const spoilt = await spoil(page, `/${path}`, says({}))
      await sim.phone(ama).dial('*165#')
      await chip(`${what}: not shown`).waitFor()
      await notice(page, `${what} cannot be shown`).waitFor()
      for (const [other] of Object.values(chips)) if (other !== name) await chip(other).waitFor()
      if (path === 'faults') {
        await chip(`${what}: not shown`).click()
        await page.getByRole('dialog', { name: what }).getByText('cannot be shown').waitFor()
        expect(await hindrances(page)).toEqual([])
        await page.keyboard.press('Escape')
      }
      await spoilt.mend()
      await chip(name).waitFor()
    }

    // Those that could never be read say why, and come by themselves.
    const all = await Promise.all(
      ['clock', 'faults', 'recordings', 'holds'].map((path) => spoil(page, `/${path}`, broken)),
    )
    await page.reload()
    for (const what of ['The clock', 'The faults', 'The recording', 'The held calls'])
      await notice(page, `${what} cannot be shown: The disk is full.`).waitFor()
    await chip('World default').waitFor()
    for (const each of all) await each.mend()
    for (const [name] of Object.values(chips)) await chip(name).waitFor()
    await expect.poll(() => notice(page, 'cannot be shown').count()).toBe(0)
  }, 120_000)

  it('is the SMS of a handset, one of its keys, or the e-mail, and the phone stays', async () => {
    const sim = await simulator()
    const page = await open(sim.url, { view: 'ledger', failing: true })
    const handset = phoneOf(page, 'Ama')
    await handset.waitFor()

    for (const [answer, said] of [
      [broken, 'The disk is full.'],
      [noJson, 'The answer of /phones/%2B46733000001/dial cannot be read.'],
      [closed, 'The server does not answer.'],
    ] as const) {
      const dial = await spoil(page, '/phones/*/dial', answer)
      await lineOf(page, 'Ama').fill('*165#')
      await page.keyboard.press('Enter')
      await handset.getByRole('alert').getByText(said).waitFor()
      await dial.mend()
    }
    await page.keyboard.press('Enter')
    await handset.getByRole('button', { name: 'Send', exact: true }).waitFor()
    await page.keyboard.press('Escape')

    let threads = await spoil(page, '/phones/*/threads', broken)
    await handset.getByRole('button', { name: 'SMS' }).click()
    await notice(page, 'The SMS cannot be shown: The disk is full.').waitFor()
    await threads.mend()
    await handset.getByText('No messages yet.').waitFor()
    for (const answer of [{}, [null]]) {
      threads = await spoil(page, '/phones/*/threads', says(answer))
      await sim.phone(ama).dial('*165#')
      await sim.phone(ama).cancel()
      await handset.getByRole('button', { name: 'SMS' }).click()
      await notice(page, 'The SMS cannot be shown').waitFor()
      await handset.getByRole('button', { name: 'Call', exact: true }).waitFor()
      await threads.mend()
      await handset.getByText('No messages yet.').waitFor()
    }

    let mailboxes = await spoil(page, '/mailboxes', says({}))
    await sim.onepipeApp().getBalance({ source: '5060990580000217507' })
    await notice(page, 'The e-mail cannot be shown').waitFor()
    await handset.waitFor()
    await mailboxes.mend()
    const email = page.getByRole('region', { name: 'E-mail' })
    await email.getByRole('button', { name: /^Copy \d{6}$/ }).waitFor()
    mailboxes = await spoil(page, '/mailboxes/*/messages', says([null]))
    await sim.onepipeApp().getBalance({ source: '5060990580000217507' })
    await notice(page, 'The e-mail cannot be shown').waitFor()
    await mailboxes.mend()
    await expect.poll(() => email.getByRole('button', { name: /^Copy \d{6}$/ }).count()).toBe(2)
    mailboxes = await spoil(page, '/mailboxes/*/messages', closed)
    await sim.onepipeApp().getBalance({ source: '5060990580000217507' })
    await expect.poll(() => mailboxes.times).toBeGreaterThan(0)
    await mailboxes.mend()
    await expect.poll(() => email.getByRole('button', { name: /^Copy \d{6}$/ }).count()).toBe(3)
    expect(await notice(page, 'cannot be shown').count()).toBe(0)
  }, 120_000)

  it('is the story of a payment, or the timeline, which are drawn once there is a better one', async () => {
    const sim = await simulator()
    await sim.merchant().requestToPay({ payer: ama, amount: '12.50', currency: 'EUR' })
    await sim.phone(ama).prompted()
    const trace = (await sim.payments())[0]?.trace
    const page = await open(sim.url, { view: 'ledger', failing: true })
    const goTo = (view: string) => page.evaluate(`location.hash = '#/${view}'`)
    await page.getByText('Adds up').waitFor()

    let traced = await spoil(page, '/timeline/all?trace=*', broken)
    await goTo(`story/${trace}`)
    await notice(page, 'The view Stories cannot be shown: The disk is full.').waitFor()
    await traced.mend()
    traced = await spoil(page, '/timeline/all?trace=*', says({}))
    await notice(page, 'The answer of /timeline/all cannot be read.').waitFor()
    await traced.mend()
    traced = await spoil(page, '/timeline/all?trace=*', says({ entries: [null] }))
    await notice(page, 'The browser’s console has the details').waitFor()
    await traced.mend()
    await again(page).click()
    const drawn = page.getByRole('list', { name: 'What happened, in its order' })
    await drawn.getByText('Pay 12.50 EUR').first().waitFor()

    // Two spoilt streams, and the entries of a third that are none.
    const streams = [
      noJson,
      (route: Route) => route.fulfill({ contentType: 'text/event-stream', body: 'data: {"id":\n\n' }),
      (route: Route) =>
        route.fulfill({ contentType: 'text/event-stream', body: 'data: null\n\ndata: {}\n\n' }),
      // Few are read at first, so that there are older ones.
      (route: Route) =>
        route.continue({
          url: route
            .request()
            .url()
            .replace(/last=\d+/, 'last=2'),
        }),
    ]
    await page.route('**/_sim/timeline/all?last=*', (route) =>
      (streams.length > 1 ? streams.shift() : streams[0])?.(route),
    )
    let older = await spoil(page, '/timeline/all?before=*', closed)
    await page.goto(`${sim.url}/#/timeline`)
    await page.reload()
    await page.getByText('What is older cannot be read: The server does not answer.').waitFor()
    expect(await notice(page, 'cannot be shown').count()).toBe(0)
    await older.mend()
    older = await spoil(page, '/timeline/all?before=*', says({}))
    await page.getByRole('button', { name: 'Read it again' }).click()
    await page.getByText('The answer of /timeline/all cannot be read.').waitFor()
    expect(await hindrances(page)).toEqual([])
    await older.mend()
    await page.getByRole('button', { name: 'Read it again' }).click()
    await page.getByLabel('Show how it came about').check()
    await page
      .getByRole('button', { name: /Ama Lindqvist for 12\.50 EUR/ })
      .first()
      .waitFor()

    const opened = await spoil(page, '/timeline/all?trace=*', noJson)
    await goTo(`timeline?trace=${trace}`)
    await notice(page, 'The view Timeline cannot be shown').waitFor()
    await opened.mend()
    await page.getByRole('region', { name: /^\d+ lines$/ }).waitFor()
  }, 120_000)
})
