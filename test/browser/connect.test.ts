import { expect, it } from 'vitest'
import acme from '../provider/acme.ts'
import { context, hindrances, open, phoneOf, simulator } from './browser.fixture.ts'

it.each([390, 1440])('leads from an empty page to the first approval at %d px', async (width) => {
  const sim = await simulator()
  const page = await open(sim.url, { within: await context({ viewport: { width, height: 844 } }) })
  const begun = performance.now()
  // Click 1.
  await page.getByRole('button', { name: 'Place a first order' }).click()
  const ama = phoneOf(page, 'Ama')
  await ama.getByText('Pay 12.50 EUR').waitFor()
  // The phone that rings takes the keys.
  const line = ama.locator('[data-line]:focus')
  await line.waitFor()
  await page.keyboard.type('1')
  // Click 2.
  await ama.getByRole('button', { name: 'Send', exact: true }).click()
  await ama.getByText('Enter your PIN').waitFor()
  await line.waitFor()
  await page.keyboard.type('1234')
  // Click 3.
  await ama.getByRole('button', { name: 'Send', exact: true }).click()
  await ama.getByText('Approved').waitFor()
  expect(performance.now() - begun).toBeLessThan(20_000)
  if (width < 1024) {
    await page.getByRole('button', { name: 'More' }).click()
    await page.getByRole('link', { name: 'Connect', exact: true }).click()
  } else await page.getByText('Ama Lindqvist approved, and the money moved.').waitFor()
  await page.getByRole('region', { name: 'Keys of MTN MoMo' }).waitFor()
  expect(await hindrances(page)).toEqual([])
})

it('has the base URL, the keys, a program and the documents of this world', async () => {
  const sim = await simulator()
  await sim.worlds.open('suite-1')
  const within = await context({ permissions: ['clipboard-read', 'clipboard-write'] })
  const page = await open(`${sim.url}/w/suite-1`, { within })
  const base = `${sim.url}/w/suite-1`
  const keys = page.getByRole('region', { name: 'Keys of MTN MoMo' })
  await keys.getByText(base, { exact: true }).waitFor()
  await page.getByText(`npx payersim run --url ${sim.url} --world suite-1 -- npm test`).waitFor()
  const { momo } = await sim.worlds.client('suite-1').world()
  await page.getByRole('button', { name: 'Copy API key' }).click()
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe(momo.apiUsers[0]?.apiKey)
  for (const language of ['curl', 'Node', 'Python', 'PHP', 'Java', 'Go']) {
    await page.getByRole('tab', { name: language, exact: true }).click()
    const text = await page.getByRole('region', { name: `A first call in ${language}` }).innerText()
    expect(text).toContain(base)
    expect(text).toContain(momo.apiUsers[0]?.apiKey)
  }
  for (const name of ['Every operation', 'OpenAPI document', 'What each error means']) {
    const link = page.getByRole('link', { name })
    const href = await link.evaluate((of) => (of as unknown as { href: string }).href)
    expect(href).toContain('/w/suite-1/')
    expect((await fetch(href)).status).toBe(200)
  }
})

it.each([390, 1440])('has each vendor’s keys, programs and documents at %d px', async (width) => {
  const sim = await simulator({ providers: [acme] })
  const page = await open(sim.url, {
    within: await context({ viewport: { width, height: 844 } }),
    view: 'connect',
  })
  const vendors = page.getByRole('tablist', { name: 'Vendor' })
  const { onepipe, network } = await sim.world()
  // By the keyboard: the arrow keys go from one vendor to the next.
  await vendors.getByRole('tab', { name: 'MTN MoMo' }).focus()
  await page.keyboard.press('ArrowRight')
  const ofOnePipe = page.getByRole('region', { name: 'Keys of OnePipe' })
  await ofOnePipe.getByText(onepipe.apps[0]?.secret ?? '', { exact: true }).waitFor()
  await page.getByRole('tab', { name: 'PHP' }).click()
  await page.getByRole('region', { name: 'A first call in PHP' }).getByText('openssl_encrypt').waitFor()
  expect(await hindrances(page)).toEqual([])
  await vendors.getByRole('tab', { name: 'Africa’s Talking' }).click()
  const ofNetwork = page.getByRole('region', { name: 'Keys of Africa’s Talking' })
  await ofNetwork.getByText(network.apiKey, { exact: true }).waitFor()
  // The language stays.
  await page.getByRole('region', { name: 'A first call in PHP' }).getByText('http_build_query').waitFor()
  await page.getByRole('tab', { name: 'Node, its SDK' }).click()
  await page.getByText(`npx payersim run --url ${sim.url} -- node sms-sdk.mjs`).waitFor()
  await vendors.getByRole('tab', { name: 'Acme Pay' }).click()
  await page.getByRole('region', { name: 'A first call in curl' }).getByText('/acme/charges').waitFor()
  const documents = page.getByRole('navigation', { name: 'Documents of Acme Pay' })
  await documents.getByRole('link', { name: 'Acme’s operations here' }).waitFor()
  await page.emulateMedia({ colorScheme: 'dark' })
  expect(await hindrances(page)).toEqual([])
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
})

it('stays within reach in a world in use, and lists what was refused, with the reason', async () => {
  const sim = await simulator()
  await sim.phone('+46733000001').dial('*165#')
  await fetch(`${sim.url}/collection/v1_0/requesttopay`, { method: 'POST' })
  const page = await open(sim.url)
  await page.getByRole('region', { name: 'Payments', exact: true }).waitFor()
  await page.getByRole('link', { name: 'Connect your app' }).click()
  const errors = page.getByRole('region', { name: 'Last errors' })
  await errors.getByRole('link', { name: '401 POST /collection/v1_0/requesttopay' }).click()
  await page.getByRole('region', { name: 'Timeline', exact: true }).waitFor()
  expect(page.url()).toContain('entry=http-')
})
