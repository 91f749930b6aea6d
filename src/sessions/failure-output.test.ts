import { describe, expect, it } from 'vitest'
import type { Screen } from '../client/index.ts'
import { eventLine } from './event-line.ts'
import { hintFor } from './hints.ts'

const menu = 'MoMo\n1 Approvals (2)\n2 Balance\n3 History'

const screenOf = (status: Screen['status'], text: string): Screen => {
  return { sessionId: 's-1', status, text, options: [], hops: 1, error: null, warnings: [] }
}

describe('a suggestion', () => {
  it.each([
    ['a misspelt label', { chooses: 'Aprovals' }, 'open', menu, 'Did you mean chooses: "Approvals (2)"?'],
    ['a label in other words', { chooses: 'Loans and savings' }, 'open', menu, undefined],
    ['a label that fits several', { chooses: 'a' }, 'open', menu, undefined],
    ['a pattern', { chooses: '/Aprovals/' }, 'open', menu, undefined],
    [
      'an option of a screen without any',
      { chooses: 'Approve' },
      'open',
      'Enter your PIN',
      'This screen has no options: answer it with types.',
    ],
    [
      'a text of a session that is over',
      { shows: 'Approved' },
      'ended',
      'Approved.',
      'The text is there, but the session is over: write ends.',
    ],
    [
      'a text of a session that goes on',
      { ends: 'MoMo' },
      'open',
      menu,
      'The text is there, but the session goes on: write shows.',
    ],
    [
      'a text of a session that broke',
      { ends: 'MoMo' },
      'timed-out',
      menu,
      'The text is there, but the session broke: write breaks: timed-out.',
    ],
    ['a misspelt text', { shows: 'Histroy' }, 'open', menu, 'The nearest line is "3 History".'],
    ['a text far from every line', { shows: 'Welcome to our bank' }, 'open', menu, undefined],
  ] as const)('for %s', (_, words, status, text, hint) => {
    const [word] = Object.keys(words) as Array<'chooses' | 'shows' | 'ends'>
    expect(hintFor(word ?? 'shows', words, screenOf(status, text))).toBe(hint)
  })

  it('is not made where no screen was seen', () => {
    expect(hintFor('shows', { shows: 'MoMo' }, null)).toBeUndefined()
  })
})

describe('an event of the timeline', () => {
  const data = { sessionId: 'ATUid_1', text: '', screen: 'MoMo\n1 Balance', hops: 1, parts: [1] }
  const event = { id: 3, kind: 'ussd.hop', phone: '+46733000001', at: '2026-01-05T09:00:00.000Z', data }

  it('is one line with its time, phone and details, its ids left out', () => {
    expect(eventLine(event)).toBe('09:00:00 ussd.hop +46733000001 text "" screen "MoMo\\n1 Balance" hops 1')
  })

  it('is cut where it is long', () => {
    const line = eventLine({ ...event, kind: 'sms.sent', data: { text: 'a'.repeat(200) } })
    expect(line).toHaveLength(100)
    expect(line).toMatch(/^09:00:00 sms\.sent \+46733000001 text "a+…$/)
  })
})
