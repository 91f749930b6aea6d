import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { otherTests } from './other-tests.ts'

it.each([true, false])('name the version of this payersim for JUnit, with Gradle: %s', (gradle) => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
  const client = otherTests.junit.client({ testFolder: 'test', gradle })
  expect('sentence' in client && client.sentence).toContain(version)
})
