import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { findScripts, sessionJsonSchema } from './index.ts'

describe('the JSON Schema of scripts', () => {
  const schema = z.fromJSONSchema(JSON.parse(JSON.stringify(sessionJsonSchema())))

  it('accepts every script of this project', async () => {
    for (const file of await findScripts(['sessions'])) {
      expect(schema.safeParse(parse(await readFile(file, 'utf8'))), file).toMatchObject({ success: true })
    }
  })

  it.each([
    ['an unknown word', { steps: [{ chose: 'Approve' }] }],
    ['a number for a text', { steps: [{ phone: 46733000001 }] }],
    ['an unknown word inside a step', { steps: [{ sms: { contains: 'paid', form: 'MoMo' } }] }],
    ['an unknown word of a whole screen', { steps: [{ shows: { exactlly: 'Menu' } }] }],
    ['a count of callbacks below zero', { steps: [{ expect: { request: 'a', callbacks: { count: -1 } } }] }],
    ['what cannot be allowed', { steps: [{ dials: '*165#' }], allow: ['too-wide'] }],
    ['no steps', {}],
  ])('refuses %s', (_, script) => {
    expect(schema.safeParse({ session: 'A test', ...script })).toMatchObject({ success: false })
  })
})
