import { describe, expect, it } from 'vitest'
import { optionsOf, pickOption } from './screen-options.ts'

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
    expect(pickOption('1 Pay\n98:More 00:Back', 'more')).toEqual({ key: '98', label: 'More' })
  })
})
