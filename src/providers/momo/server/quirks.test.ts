import { describe, expect, it } from 'vitest'
import { InputError } from '../../../kernel/index.ts'
import { momoQuirks, resolveMomoQuirks } from '../quirks.ts'

describe('the quirks', () => {
  it('have a default that is one of their values, and a source', () => {
    for (const { values, default: value, source } of momoQuirks) {
      expect(values).toContain(value)
      expect(source).not.toBe('')
    }
  })

  it('are all at their defaults where nothing is named', () => {
    expect(resolveMomoQuirks({})).toEqual(
      Object.fromEntries(momoQuirks.map(({ name, default: value }) => [name, value])),
    )
    expect(resolveMomoQuirks({ 'callback-method': 'PUT' })).toMatchObject({
      'callback-method': 'PUT',
      'reason-form': 'string',
    })
  })

  it('refuse a name or value that nobody knows, with the nearest known', () => {
    expect(() => resolveMomoQuirks({ 'calback-method': 'PUT' })).toThrow(/Did you mean callback-method\?/)
    expect(() => resolveMomoQuirks({ 'callback-method': 'POT' })).toThrow(
      /POST, PUT.*Did you mean P(OS|U)T\?/,
    )
    expect(() => resolveMomoQuirks({ toString: 'x' })).toThrow(InputError)
  })
})
