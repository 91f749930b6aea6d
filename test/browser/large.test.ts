import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { externalIdOf, makeLargeWorld } from '../bench/large-world.ts'
import { context, open, simulator } from './browser.fixture.ts'

it('reads of a large world what it shows, and finds the oldest payment', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'payersim-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const data = join(folder, 'large.db')
  await makeLargeWorld(data, { phones: 2_000, payments: 3_000 })
  const sim = await simulator({ data })
  const within = await context()
  let bytes = 0
  const asked: string[] = []
  within.on('response', async (response) => {
    const { pathname, search } = new URL(response.url())
    if (!pathname.startsWith('/_sim/')) return
    asked.push(`${pathname}${search}`)
    // The stream has no end.
    if (!pathname.startsWith('/_sim/timeline/')) bytes += (await response.body().catch(() => '')).length
  })
  const page = await open(sim.url, { view: 'payments', within })
  await page.getByRole('region', { name: /Phone of Ama/ }).waitFor()
  const list = page.getByRole('list', { name: 'Payments, newest first' })
  await list.getByText('Large shop').first().waitFor()
  expect(asked.length).toBeLessThan(80)
  expect(bytes).toBeLessThan(500_000)
  expect(asked).toContain('/_sim/timeline/all?last=200')
  expect(asked).not.toContain('/_sim/phones')
  expect(asked).not.toContain('/_sim/world')
  expect(await page.locator('*').count()).toBeLessThan(2_500)
  await page.keyboard.press('Control+k')
  const palette = page.getByRole('dialog', { name: 'Search or do' })
  await palette.getByRole('combobox').fill(externalIdOf(0))
  await palette.getByRole('option', { name: /Person 0/ }).click()
  await expect.poll(() => page.url()).toMatch(/#\/payments\/request-1$/)
}, 120_000)
