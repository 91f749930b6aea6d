import type { Language } from '../wallet/index.ts'
import { endingText, feeOf, lines } from './endings.ts'
import { labelsOf } from './labels.ts'
import type { Context, Item, Payment } from './schema.ts'
import { fill, oneLine, shorten, toGsm } from './septets.ts'
import { money, say } from './wording.ts'

/** What stands on the phone. `label` names the screen in the `at-ussd-hop-metadata` header. */
export interface Screen {
  kind: 'CON' | 'END'
  text: string
  label: 'menu' | 'approvals' | 'approval' | 'pin' | 'history' | 'language' | 'result'
}

export interface Frame {
  appName: string
  serviceCode: string
}

/** Texts that end a session without a machine. */
export type Refusal = 'over' | 'unreadable' | 'foreign' | 'noAccount'

/**
 * The screen of a state: a pure function of what the machine remembers, at most 156 septets of GSM 7-bit.
 *
 * @throws RangeError for a state that has no screen, which a hop never stops in
 */
export function screenOf(value: string, context: Context, frame: Frame): Screen {
  const { language, item } = context
  switch (value) {
    case 'menu':
      return open('menu', menu(context, frame))
    case 'approvals':
      return open('approvals', approvals(context))
    case 'approval':
      if (item) return open('approval', details(context, item))
      break
    case 'pin':
      if (item) return open('pin', paying(context, item))
      break
    case 'balancePin':
      return open('pin', lines(hintOf(context), say(language, 'pinToSee')))
    case 'history':
      return open('history', history(context))
    case 'language':
      return open('language', lines(hintOf(context), say(language, 'language'), say(language, 'back')))
    case 'result':
      if (context.ending)
        return {
          kind: 'END',
          label: 'result',
          text: toGsm(endingText(context.ending, language, frame.serviceCode)),
        }
      break
  }
  throw new RangeError(`The state ${value} has no screen.`)
}

/** The END that refuses a hop. */
export function refusal(kind: Refusal, language: Language, { serviceCode }: Frame): Screen {
  return { kind: 'END', label: 'result', text: toGsm(say(language, kind, { code: serviceCode })) }
}

function open(label: Screen['label'], text: string): Screen {
  return { kind: 'CON', label, text: toGsm(text) }
}

function hintOf({ hint, language }: Context): string {
  if (!hint) return ''
  return hint.kind === 'wrongPin'
    ? say(language, 'wrongPin', { count: hint.triesLeft })
    : say(language, hint.kind)
}

function menu(context: Context, { appName }: Frame): string {
  const waiting = context.waiting > 99 ? '99+' : String(context.waiting)
  const app = shorten(oneLine(appName), 20)
  return lines(hintOf(context), say(context.language, 'menu', { app, waiting }))
}

function approvals(context: Context): string {
  const { language, items, more } = context
  const build = (labels: string[]) =>
    lines(
      hintOf(context),
      say(language, items.length > 0 ? 'approvals' : 'noApprovals'),
      ...labels.map((label, index) => `${index + 1} ${label}`),
      more && say(language, 'more'),
      say(language, 'back'),
    )
  return build(labelsOf(items, build))
}

function details(context: Context, item: Item): string {
  const { language, promptedId } = context
  return fill(
    ([merchant = '']) =>
      lines(
        hintOf(context),
        say(language, 'question', { merchant, amount: money(item.amount, item.currency) }),
        feeOf(item, language),
        say(language, 'reference', { reference: item.externalId ?? item.referenceId.slice(0, 8) }),
        say(language, 'approve'),
        say(language, 'reject'),
        say(language, promptedId === null ? 'back' : 'later'),
      ),
    [item.merchant],
  )
}

function paying(context: Context, item: Item): string {
  const amount = money(item.amount, item.currency)
  return fill(
    ([merchant = '']) =>
      lines(
        hintOf(context),
        say(context.language, 'pinToPay', { amount, merchant }),
        feeOf(item, context.language),
      ),
    [item.merchant],
  )
}

function history(context: Context): string {
  const { language, payments, more } = context
  return fill(
    (abouts) =>
      lines(
        hintOf(context),
        say(language, payments.length > 0 ? 'history' : 'noHistory'),
        ...payments.map((payment, index) => entry(payment, abouts[index] ?? '')),
        more && say(language, 'more'),
        say(language, 'back'),
      ),
    payments.map(({ about }) => about),
  )
}

function entry({ at, direction, amount, currency }: Payment, about: string): string {
  const [, month, day] = new Date(at).toISOString().slice(0, 10).split('-')
  return `${direction === 'out' ? '-' : '+'}${money(amount, currency)} ${about} ${day}/${month}`
}
