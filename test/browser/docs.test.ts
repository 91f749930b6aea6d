import { expect, it } from 'vitest'
import { exampleUuid } from '../../src/kernel/index.ts'
import { context, simulator } from './browser.fixture.ts'

it('shows every API in sections of its own, and a new reference id on each load', async () => {
  const { url } = await simulator()
  const page = await (await context()).newPage()
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  const referenceId = async () => {
    await page.goto(`${url}/docs`)
    // A table of contents at first: each section opens to its operations.
    await page.locator('#operations-tag-collection').click()
    await page.locator('#operations-collection-createRequestToPay .opblock-summary-control').click()
    await page.getByPlaceholder('X-Target-Environment').waitFor()
    expect(await page.getByPlaceholder('X-Target-Environment').inputValue()).toBe('sandbox')
    return page.getByPlaceholder('X-Reference-Id').inputValue()
  }
  const ids = [await referenceId(), await referenceId()]
  for (const id of ids)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(new Set([...ids, exampleUuid]).size).toBe(3)
  const sections = await page.locator('.opblock-tag').allInnerTexts()
  expect(sections.map((text) => text.split('\n')[0])).toEqual([
    ...[
      'World',
      'Payments',
      'Phones',
      'SMS',
      'Clock',
      'Timeline',
      'Callbacks',
      'Ledger',
      'Statements',
      'Worlds by name',
    ],
    ...[
      'Faults',
      'Calls',
      'Held calls',
      'Snapshots',
      'Recordings',
      'Service codes and short codes',
      'Prompts',
      'Mailboxes',
    ],
    ...['One-time codes', 'Machines'],
    ...['provisioning', 'collection', 'disbursement', 'remittance', 'testpg (2018)'],
    ...['OnePipe', 'OnePipe provider'],
    ...['Africa’s Talking SMS', 'Africa’s Talking premium subscriptions', 'Africa’s Talking account'],
    'Wallet’s USSD app',
  ])
  expect(await page.locator('.webhooks .opblock-summary-path').allInnerTexts()).toContain(
    'africastalking.hop',
  )
  expect(asked.filter((one) => new URL(one).origin !== url && !one.startsWith('data:'))).toEqual([])
  expect(errors).toEqual([])
})
