import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'

const folder = fileURLToPath(new URL('../.github/ISSUE_TEMPLATE/', import.meta.url))
const read = (name: string): unknown => parse(readFileSync(folder + name, 'utf8'))
const forms = readdirSync(folder).filter((name) => name !== 'config.yml')

// What GitHub shows a form by; it hides a form that breaks this, and says nothing.
// https://docs.github.com/en/communities/using-templates-to-encourage-useful-issues-and-pull-requests/syntax-for-githubs-form-schema
const text = z.string().trim().min(1)
const validations = z.strictObject({ required: z.boolean() }).optional()
const id = z.string().regex(/^[\w-]+$/)
const described = { label: text, description: text.optional() }
const typed = { ...described, placeholder: text.optional(), value: text.optional() }
const answer = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('input'),
    id,
    validations,
    attributes: z.strictObject(typed),
  }),
  z.strictObject({
    type: z.literal('textarea'),
    id,
    validations,
    attributes: z.strictObject({ ...typed, render: text.optional() }),
  }),
  z.strictObject({
    type: z.literal('dropdown'),
    id,
    validations,
    attributes: z.strictObject({ ...described, options: z.array(text).min(1) }),
  }),
  z.strictObject({
    type: z.literal('checkboxes'),
    id,
    attributes: z.strictObject({
      ...described,
      options: z.array(z.strictObject({ label: text, required: z.boolean().optional() })).min(1),
    }),
  }),
])
const markdown = z.strictObject({ type: z.literal('markdown'), attributes: z.strictObject({ value: text }) })
const form = z.strictObject({
  name: text,
  description: text,
  labels: z.array(text),
  body: z.array(z.union([markdown, answer])).min(1),
})

describe('an issue form', () => {
  it.each(forms)('%s is one that GitHub shows', (name) => {
    const { body } = form.parse(read(name))
    const ids = body.flatMap((element) => ('id' in element ? [element.id] : []))
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.length).toBeGreaterThan(0)
  })

  it('on a vendor asks for all that a quirk is decided by', () => {
    const { body } = form.parse(read('real-vendor.yml'))
    const required = body.flatMap((element) =>
      'validations' in element && element.validations?.required ? [element.id] : [],
    )
    expect(required).toEqual(['vendor', 'operation', 'environment', 'date', 'sent', 'got'])
  })

  it('is not the only way: a report of another kind may be blank', () => {
    expect(read('config.yml')).toEqual({ blank_issues_enabled: true })
  })
})
