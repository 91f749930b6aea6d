import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { mermaidOf, storyOf, withClock } from '../../src/story/index.ts'
import { entries, nasty } from '../../src/story/story.fixture.ts'
import { ama, entriesOf, stories } from '../stories.fixture.ts'
import { context, simulator } from './browser.fixture.ts'

const mermaid = join(
  dirname(createRequire(import.meta.url).resolve('mermaid/package.json')),
  'dist/mermaid.min.js',
)

/** An empty page with Mermaid itself, which needs a browser. */
async function pageWithMermaid(): Promise<Page> {
  const page = await (await context()).newPage()
  await page.addScriptTag({ path: mermaid })
  return page
}

/** What the functions below find in that page. */
interface InPage {
  mermaid: {
    parse(text: string): Promise<unknown>
    render(id: string, text: string): Promise<{ svg: string }>
  }
  DOMParser: new () => { parseFromString(text: string, type: string): { documentElement: Drawn } }
}
interface Drawn {
  textContent: string | null
  querySelectorAll(selector: string): Iterable<{ remove(): void }>
}

/** The texts that Mermaid refuses, with what it says. */
const refused = (page: Page, texts: readonly string[]) =>
  page.evaluate(async (all) => {
    const { mermaid } = globalThis as unknown as InPage
    const found: string[] = []
    for (const text of all)
      await mermaid.parse(text).catch((error: unknown) => found.push(`${error}\n${text}`))
    return found
  }, texts)

/** What a reader of the drawn diagram sees. */
const drawn = (page: Page, text: string) =>
  page.evaluate(async (diagram) => {
    const { mermaid, DOMParser } = globalThis as unknown as InPage
    const { svg } = await mermaid.render(`d${Math.random().toString().slice(2)}`, diagram)
    const { documentElement } = new DOMParser().parseFromString(svg, 'image/svg+xml')
    for (const style of documentElement.querySelectorAll('style')) style.remove()
    return documentElement.textContent ?? ''
  }, text)

describe('the Mermaid of a story', () => {
  it('is read by Mermaid, whatever its texts are', { timeout: 120_000 }, async () => {
    const page = await pageWithMermaid()
    expect(await refused(page, ['sequenceDiagram\n  participan p1'])).toHaveLength(1)
    const names = fc.dictionary(fc.constant(ama), nasty)
    const texts = fc
      .sample(fc.tuple(entries, names, fc.constantFrom('en' as const, 'fr' as const)), 150)
      .map(([list, people, language]) => mermaidOf(storyOf(list, people, language)))
    expect(await refused(page, texts)).toEqual([])
  })

  it('of real payments is read in both languages', { timeout: 120_000 }, async () => {
    const page = await pageWithMermaid()
    for (const name of ['wrong PIN', 'fault on the callback', 'OnePipe OTP'] as const) {
      const sim = await simulator()
      await stories[name](sim)
      const { all, traced } = await entriesOf(sim)
      for (const language of ['en', 'fr'] as const) {
        const story = storyOf(withClock(traced, all), { [ama]: 'Ama Lindqvist' }, language)
        expect(await refused(page, [mermaidOf(story)]), `${name}, ${language}`).toEqual([])
      }
    }
  })

  it('is drawn with each text as it is', { timeout: 120_000 }, async () => {
    const page = await pageWithMermaid()
    for (const text of [
      'a; b # c "d" <e> & %% f',
      'end',
      "it's {here} `x`",
      'style: #x; classDef a: #b;',
      'wrap: nowrap:',
      'قهوة ☕ 咖啡',
      'שלום, 👩‍👩‍👧',
      'two\nlines',
      'a'.repeat(200),
    ]) {
      const story = storyOf([smsWith(text)])
      const read = await drawn(page, mermaidOf(story))
      expect(withoutSpaces(read)).toContain(withoutSpaces(`SMS from SHOP: ${text}`))
    }
  })
})

const smsWith = (text: string) => ({
  id: '1',
  place: 1,
  kind: 'sms.received',
  phone: ama,
  at: '2026-01-05T09:00:00.000Z',
  trace: '3f9a21c07b4e',
  data: { from: 'SHOP', text },
})
const withoutSpaces = (text: string) => text.replaceAll(/\s/g, '')
