import { describe, expect, it } from 'vitest'
import { french as frenchSentences } from '../src/events/telling.ts'
import { onePipeTelling } from '../src/providers/onepipe/terms/telling.ts'
import type { Entry } from '../src/story/story.ts'
import { storyOf } from '../src/story/tell.ts'
import { english } from '../src/story/words/en.ts'
import { actions, french, orders } from '../src/story/words/fr.ts'
import { faultPoints } from '../src/terms/index.ts'
import { mandateKinds, paymentRequestKinds, payoutKinds } from '../src/terms/sim/statuses.ts'

const kinds = [...Object.keys(frenchSentences.events), ...Object.keys(onePipeTelling.sentences)]

const of = (kind: string, data: Entry['data']): Entry => ({
  id: '1',
  place: 1,
  kind,
  phone: '+46733000001',
  at: '2026-01-05T09:00:00.000Z',
  trace: '3f9a21c07b4e',
  data,
})

describe('a story in French', () => {
  // A screen is the app's own text.
  it.each(kinds.filter((kind) => kind !== 'ussd.hop'))('draws %s with words of its own', (kind) => {
    const entry = of(kind, { amount: '1250.5', currency: 'EUR', status: 'FAILED', page: 1, pages: 2 })
    const [inFrench] = storyOf([entry], {}, 'fr').items
    const [inEnglish] = storyOf([entry], {}, 'en').items
    expect(inFrench?.text).not.toBe(inEnglish?.text)
    expect(inFrench?.text).not.toMatch(/\bundefined\b/)
  })

  it('has the reasons, the meanings of faults and the names of orders that the English one has', () => {
    expect(Object.keys(french.reasons)).toEqual(Object.keys(english.reasons))
    expect(Object.keys(french.meanings)).toEqual(Object.keys(english.meanings))
    for (const kind of [...paymentRequestKinds, ...payoutKinds, ...mandateKinds])
      expect(orders).toHaveProperty(kind)
    for (const [point, { title, actions: possible }] of Object.entries(faultPoints)) {
      expect(french.faultPoint(point)).not.toBe(title)
      for (const action of Object.keys(possible)) expect(actions).toHaveProperty(action)
    }
  })

  it('has no text that is the same as in English', () => {
    const same = Object.entries(english).filter(
      ([name, words]) => typeof words === 'string' && french[name as keyof typeof french] === words,
    )
    expect(same).toEqual([])
  })

  it('groups its amounts and writes its days as the language does', () => {
    expect(french.money('1250.5', 'EUR')).toMatch(/^1\s250,50 EUR$/)
    expect(french.clockJumps(90_000_000, '2026-01-05T09:00:00Z', '2026-01-06T10:00:00Z')).toBe(
      'L’horloge avance de 1 j 1 h : 5 janv. 2026, 09:00:00 → 6 janv. 2026, 10:00:00',
    )
  })
})
