import { describe, expect, it } from 'vitest'
import { didYouMean, nearest } from './nearest.ts'

const days = ['monday', 'tuesday', 'wednesday', 'do', 'id']

describe('What was meant', () => {
  it.each([
    ['teusday', 'tuesday'],
    ['MONDAY', 'monday'],
    ['wed', 'wednesday'],
    ['du', 'do'],
    ['did', 'id'],
    ['xxxx', undefined],
    ['ab', undefined],
    ['', undefined],
  ])('by %j is %j', (word, meant) => {
    expect(didYouMean(word, days)).toBe(meant)
  })

  it('is unknown where nothing is known', () => {
    expect(didYouMean('monday', [])).toBeUndefined()
    expect(nearest('monday', [])).toBeUndefined()
  })

  it('is the word that was begun, of those equally far', () => {
    expect(nearest('ab', ['xb', 'ax'])).toBe('ax')
  })

  it('is the word with two letters changed over, before one with another letter in it', () => {
    expect(nearest('dails', ['fails', 'dials'])).toBe('dials')
    expect(nearest('dails', ['dials', 'fails'])).toBe('dials')
  })

  it('may be nothing like the nearest', () => {
    expect(nearest('zzzzzzzz', ['monday'])).toBe('monday')
  })
})
