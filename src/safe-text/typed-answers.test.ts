import { describe, expect, it } from 'vitest'
import { maskAnswer, withoutSecrets } from './index.ts'

const fresh = { text: '', masked_text: '' }
const afterPin = { text: '1*739161', masked_text: '1*****' }

describe('an answer in events', () => {
  it('is shown where nothing says that it is secret', () => {
    expect(maskAnswer('2', fresh)).toBe('2')
    expect(maskAnswer('12500', fresh)).toBe('12500')
  })

  it('hides what may be a PIN where several answers are typed as one', () => {
    expect(maskAnswer('2*1234', fresh)).toBe('2*****')
  })

  it('hides a PIN that is typed again elsewhere', () => {
    expect(maskAnswer('x 739161 y', afterPin)).toBe('x **** y')
    expect(withoutSecrets('You typed 739161', afterPin)).toBe('You typed ****')
  })
})
