import { describe, expect, it } from 'vitest'
import { choiceOf, labelWith, nothingToChoose, optionsOf } from './screen-options.ts'

describe('the options of a screen', () => {
  it.each([
    ['1 Approvals (2)', [{ key: '1', label: 'Approvals (2)' }]],
    ['1. Label', [{ key: '1', label: 'Label' }]],
    ['1) Label', [{ key: '1', label: 'Label' }]],
    ['1)2 items', [{ key: '1', label: '2 items' }]],
    ['1: Label', [{ key: '1', label: 'Label' }]],
    ['1.Label', [{ key: '1', label: 'Label' }]],
    ['98:More', [{ key: '98', label: 'More' }]],
    ['00:Back', [{ key: '00', label: 'Back' }]],
    [
      '98:More 00:Back',
      [
        { key: '98', label: 'More' },
        { key: '00', label: 'Back' },
      ],
    ],
    ['# Next', [{ key: '#', label: 'Next' }]],
    ['*.Main menu', [{ key: '*', label: 'Main menu' }]],
    ['12.50 EUR', []],
    ['10:30 closing', []],
    ['24-hour service', []],
    ['123 Street', []],
    ['Enter your PIN', []],
  ])('of %j', (line, options) => {
    expect(optionsOf(`Menu\n${line}`)).toEqual(options)
  })

  it('takes the page that the network turns by its word', () => {
    const choice = choiceOf('1 Pay\n98:More 00:Back', labelWith('more'))
    expect(choice).toEqual({ option: { key: '98', label: 'More' } })
  })

  it.each([
    ['Loans', 'No option matches "Loans". The screen has: 1 Pay · 2 Pay later.'],
    ['', 'No option matches "". The screen has: 1 Pay · 2 Pay later.'],
    ['PAY', '2 options match "PAY": 1 Pay · 2 Pay later. Choose by a longer part of the label.'],
  ])('says why %j chooses none of them', (wanted, problem) => {
    const options = [
      { key: '1', label: 'Pay' },
      { key: '2', label: 'Pay later' },
    ]
    expect(choiceOf('Menu\n1 Pay\n2 Pay later', labelWith(wanted))).toEqual({ problem, options })
  })

  it('says what a screen without any reads', () => {
    const problem = 'No option matches "Pay": the screen has none. It reads: "Enter your PIN".'
    expect(choiceOf('Enter your PIN', labelWith('Pay'))).toEqual({ problem, options: [] })
  })

  it('says why there is none to choose from', () => {
    const phone = '+46733000001'
    const dial = '+46733000001 has no open screen to choose from. Dial first.'
    const over = { status: 'ended' as const, error: null }
    expect([nothingToChoose(phone, null), nothingToChoose(phone, over)]).toEqual([dial, dial])
    const failed = {
      status: 'failed' as const,
      error: 'Out of order',
      answer: '"Hello"',
      diagnosis: 'Begin with CON.',
    }
    expect(nothingToChoose(phone, failed)).toBe(
      '+46733000001 has no open screen to choose from. Its session failed: Out of order. The app answered "Hello". Begin with CON.',
    )
  })
})
