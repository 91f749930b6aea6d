import { describe, expect, it } from 'vitest'
import { countThatFits } from './tabs.tsx'

describe('the tabs', () => {
  it('all stand in the row where there is room', () => {
    expect(countThatFits([80, 80, 80], 240, 100)).toBe(3)
  })

  it('leave room for the button that opens the rest', () => {
    expect(countThatFits([80, 80, 80], 239, 100)).toBe(1)
    expect(countThatFits([80, 80, 80], 260 - 1, 100)).toBe(3)
    expect(countThatFits([80, 80, 80, 80], 260, 100)).toBe(2)
  })

  it('are all behind the button where not one fits beside it', () => {
    expect(countThatFits([80, 80], 120, 100)).toBe(0)
  })
})
