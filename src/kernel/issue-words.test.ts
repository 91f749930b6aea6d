import { expect, it } from 'vitest'
import { z } from 'zod'
import { inWords, wordsOfIssue } from './issue-words.ts'

const schema = z.strictObject({
  name: z.string().min(1).max(5),
  pin: z.string().regex(/^\d{4}$/, 'is not four digits'),
  mode: z.enum(['frozen', 'running']).optional(),
  only: z.literal('EUR').optional(),
  waitMs: z.coerce.number().int().min(0).max(60).optional(),
  people: z.array(z.strictObject({ phone: z.string() })).optional(),
})
const right = { name: 'Ama', pin: '1234' }

it.each([
  [{ pin: '1234' }, 'name: is missing'],
  [{ ...right, name: 7 }, 'name: 7 is not a text'],
  [{ ...right, name: null }, 'name: null is not a text'],
  [{ ...right, name: '' }, 'name: "" is empty'],
  [{ ...right, name: 'Amanda' }, 'name: "Amanda" is more than 5 characters'],
  [{ ...right, pin: '99999' }, 'pin: is not four digits'],
  [{ ...right, pin: 1234 }, 'pin: is not a text'],
  [{ ...right, mode: 'frosen' }, 'mode: "frosen" is not one of frozen, running; did you mean frozen?'],
  [{ ...right, only: 'SEK' }, 'only: "SEK" is not EUR'],
  [{ ...right, waitMs: 'abc' }, 'waitMs: "abc" is not a number'],
  [{ ...right, waitMs: 1.5 }, 'waitMs: 1.5 is not a whole number'],
  [{ ...right, waitMs: -1 }, 'waitMs: -1 is less than 0'],
  [{ ...right, waitMs: 61 }, 'waitMs: 61 is more than 60'],
  [{ ...right, people: {} }, 'people: is not a list'],
  [{ ...right, people: [7] }, 'people.0: 7 is not an object'],
  [{ ...right, nmae: 'Ama' }, 'There is no "nmae". Did you mean name?'],
  [{ ...right, people: [{ phone: '1', fone: '2' }] }, 'There is no "fone" in people.0. Did you mean phone?'],
  ['Ama', '"Ama" is not an object'],
])('%j is refused with: %s', (value, words) => {
  const [issue] = schema.safeParse(value, { error: inWords }).error?.issues ?? []
  expect(issue && wordsOfIssue(schema, issue, value)).toBe(words)
})
