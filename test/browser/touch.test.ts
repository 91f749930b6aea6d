import { expect, it } from 'vitest'
import { context, hindrances, open, phoneOf, simulator } from './browser.fixture.ts'

/** What a finger can hit, and is smaller than it is wide. A link inside a sentence may be. */
const tooSmall = `(() => {
  const inSentence = (each) => each.matches('p a, dd a, li a') && each.parentElement.innerText.trim() !== each.innerText.trim()
  return [...document.querySelectorAll('button, select, summary, input, textarea, [role=tab], nav a')]
    .filter((each) => each.checkVisibility({ visibilityProperty: true }) && !each.closest('.sr-only') && !inSentence(each))
    .map((each) => {
      // A label is a target as its field is.
      const { width, height } = (each.closest('label') ?? each).getBoundingClientRect()
      return { width, height, words: each.ariaLabel ?? each.innerText ?? each.name }
    })
    .filter(({ width, height }) => width > 1 && height > 1 && (height < 43.5 || width < 43.5))
    .map(({ width, height, words }) => Math.round(width) + ' × ' + Math.round(height) + ' ' + String(words).slice(0, 40))
})()`

it('leads by touch from an empty page to an approval, its payment and its story at 390 px', async () => {
  const sim = await simulator()
  // A screen that slides in is smaller until it is there.
  const viewport = { width: 390, height: 844 }
  const within = await context({ viewport, hasTouch: true, isMobile: true, reducedMotion: 'reduce' })
  const page = await open(sim.url, { within })
  const small: Record<string, unknown> = {}
  const look = async (where: string) => {
    const found = (await page.evaluate(tooSmall)) as string[]
    if (found.length > 0) small[where] = found
    expect(await page.evaluate('document.documentElement.scrollWidth'), where).toBe(390)
  }
  await page.getByRole('button', { name: 'Place a first order' }).tap()
  const ama = phoneOf(page, 'Ama')
  await ama.getByText('Pay 12.50 EUR').waitFor()
  await look('a phone that rings')
  const showKeys = ama.getByRole('button', { name: 'Show keys' })
  if (await showKeys.isVisible()) await showKeys.tap()
  await look('the keys')
  const keys = ama.locator('[data-keypad]')
  const press = async (typed: string) => {
    for (const key of typed) await keys.getByRole('button', { name: new RegExp(`^${key}`) }).tap()
    await ama.getByRole('button', { name: 'Call or send' }).tap()
  }
  await press('1')
  await ama.getByText('Enter your PIN').waitFor()
  await press('1234')
  await ama.getByText('Approved').waitFor()

  const bar = page.getByRole('navigation', { name: 'Views' })
  await bar.getByRole('link', { name: /^Payments/ }).tap()
  await look('payments')
  await page
    .getByRole('link', { name: /12\.50/ })
    .first()
    .tap()
  await page.getByText('Ama Lindqvist approved it; 12.50 EUR moved.').waitFor()
  await look('a payment')
  await page.getByRole('link', { name: 'Its story as a diagram' }).tap()
  await page.getByRole('button', { name: 'Save as SVG' }).waitFor()
  await look('a story')
  await bar.getByRole('link', { name: /^Timeline/ }).tap()
  await page.getByText('Ama Lindqvist approved 12.50 EUR for').first().waitFor()
  await look('the timeline')
  expect(small).toEqual({})
  expect(await hindrances(page)).toEqual([])
})
