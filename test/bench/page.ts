import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { findChromium } from '../browser/chromium.ts'
import { inFolder } from './folder.ts'
import { makeLargeWorld } from './large-world.ts'
import type { Row } from './row.ts'
import { ourServer } from './server.ts'
import { sideBySide } from './side-by-side.ts'

const large = { phones: 10_000, payments: 100_000 }
const small = { phones: 1, payments: 1 }

/** The page from its address to the first phone and the first payment, in a browser that is there. */
export function benchPage(): Promise<Row> {
  return inFolder(async (folder) => {
    const files = { large: join(folder, 'large.db'), small: join(folder, 'small.db') }
    await makeLargeWorld(files.large, large)
    await makeLargeWorld(files.small, small)
    const servers = [await ourServer(files.large), await ourServer(files.small)] as const
    const browser = await chromium.launch({
      executablePath: findChromium() ?? '',
      args: ['--no-sandbox'],
    })
    const opening = async (url: string) => {
      const page = await browser.newPage()
      const started = performance.now()
      await page.goto(`${url}/#/payments`, { waitUntil: 'commit' })
      await page.getByRole('region', { name: /^Phone of/ }).waitFor()
      await page.getByRole('list', { name: 'Payments, newest first' }).getByRole('listitem').first().waitFor()
      const time = performance.now() - started
      await page.close()
      return time
    }
    const measured = await sideBySide(
      7,
      () => opening(servers[0].url),
      () => opening(servers[1].url),
    )
    await browser.close()
    for (const server of servers) await server.stop()
    return {
      work: 'The page of a world with 10,000 phones and 100,000 payments opens',
      against: 'the page of a world with four phones and one payment, in the same browser',
      unit: 'ms',
      ...measured,
      bound: { atMost: 2, wanted: 1.5 },
      note: `${measured.ours.toFixed(0)} ms to the first phone and the first payment; wanted: 1,000 on a machine that does nothing else.`,
    }
  })
}
