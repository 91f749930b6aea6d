import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { ownPlaces } from '../../src/web/own-views.ts'

/** What a view has opened, by the view: `payments` a payment's id, `story` a trace. */
export type Opened = Readonly<Record<string, string>>

/** The place of every view in the address: the page's own, those of providers, and what one of them has opened. */
export async function everyView(page: Page, opened: Opened): Promise<string[]> {
  const links = page.getByRole('navigation', { name: 'Views' }).locator('a')
  await links.first().waitFor({ state: 'attached' })
  if (page.viewportSize()?.width !== 1440) throw new Error('All tabs are there at 1440 px alone.')
  const hrefs = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''))
  const tabs = hrefs.map((href) => href.replace(/^#\//, ''))
  const own = ownPlaces.map((place) => {
    const [view = '', item] = place.split('/')
    if (item === undefined) return place
    if (opened[view] === undefined) throw new Error(`Say what ${place} has opened.`)
    return `${view}/${encodeURIComponent(opened[view])}`
  })
  return [...new Set([...own, ...tabs])]
}

/** Goes to a view of a page that is open, and waits until it is drawn. */
export async function visit(page: Page, view: string): Promise<void> {
  await page.evaluate(`location.hash = ${JSON.stringify(`#/${view}`)}`)
  const place = page.locator(view === 'phones' ? '#stage' : `#view[data-place="${decodeURIComponent(view)}"]`)
  await place.waitFor()
  const drawn = /^(?!.*(Opening|Looking for).*…).{20}/s
  await expect.poll(() => place.innerText(), { message: `${view} is drawn` }).toMatch(drawn)
}
