import { describe, expect, it } from 'vitest'
import { graphOf } from '../kernel/index.ts'
import { payerMachines } from '../payer/index.ts'
import { frenchStates } from './machine-words.ts'
import { englishPayments } from './payment-words.ts'
import { frenchPayments } from './payment-words-fr.ts'

/** All texts, by their places: `sentences.pending.soon`. */
function textsIn(words: object, place = ''): Array<[string, string]> {
  return Object.entries(words).flatMap(([name, value]): Array<[string, string]> => {
    const here = place === '' ? name : `${place}.${name}`
    return typeof value === 'object' && value !== null ? textsIn(value, here) : [[here, String(value)]]
  })
}
const valuesOf = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)

describe('the French words of the control routes', () => {
  const english = textsIn(englishPayments)
  const french = new Map(textsIn(frenchPayments))

  it('say all that the English ones say of payments, and are no English', () => {
    expect([...french.keys()].sort()).toEqual(english.map(([place]) => place).sort())
    expect(english.filter(([place, text]) => french.get(place) === text)).toEqual([])
  })

  it('have no value that the English ones lack', () => {
    const missing = english.flatMap(([place, text]) =>
      valuesOf(french.get(place) ?? '')
        .filter((name) => !valuesOf(text).includes(name))
        .map((name) => [place, name]),
    )
    expect(missing).toEqual([])
  })

  it('name each state of the payer’s app, and no other', () => {
    const states = Object.entries(payerMachines).flatMap(([name, { logic }]) =>
      Object.values(graphOf(name, logic).words),
    )
    expect(Object.keys(frenchStates).sort()).toEqual([...new Set(states)].sort())
  })
})
