import { answeredTooLate, type Fault, type Outbound } from '../kernel/index.ts'
import { withoutSecrets } from '../safe-text/index.ts'
import { millisecondsOf } from '../terms/index.ts'
import type { Dialect } from './dialect.ts'
import type { NetworkQuirks } from './quirks.ts'
import { warning } from './screen-lint.ts'
import type { SessionRow } from './tables.ts'
import { type AppAnswer, askApp, failedAnswer, hopRequest } from './ussd-gateway.ts'
import type { NextText } from './ussd-session.ts'

/** An answer, and its delay in business milliseconds. */
export interface TimedAnswer {
  answer: AppAnswer
  lateMs: number
}

/** Calls the app, and applies the fault. */
export async function askWithFault(
  outbound: Outbound,
  of: {
    session: SessionRow
    next: NextText
    dialect: Dialect
    fault: Fault<'ussd-hop'> | undefined
    spaces: NetworkQuirks['at-spaces']
  },
): Promise<TimedAnswer> {
  const { session, next, dialect, fault, spaces } = of
  const request = hopRequest(session, next.text, { timeoutMs: millisecondsOf(dialect.answerSeconds), spaces })
  const mask = (text: string) => withoutSecrets(text, { text: next.text, masked_text: next.masked })
  const ask = (lateMs = 0) => askApp(outbound, request, { dialect, mask, lateMs })
  const atOnce = (answer: AppAnswer): TimedAnswer => ({ answer, lateMs: 0 })
  const noAnswer = () => failedAnswer(answeredTooLate(new URL(request.url).host, dialect.answerSeconds), null)
  switch (fault?.do) {
    case 'app-time-out':
      return atOnce(noAnswer())
    case 'dropped-answer':
      await ask()
      return atOnce(noAnswer())
    case 'dropped-session':
      return atOnce(dropped(await ask(), session))
    case 'duplicated-hop':
      return atOnce(second(await ask(), await ask()))
    case 'late-answer': {
      const answer = await ask(fault.delayMs)
      const longest = millisecondsOf(dialect.answerSeconds)
      return fault.delayMs < longest
        ? { answer, lateMs: fault.delayMs }
        : { answer: noAnswer(), lateMs: longest }
    }
  }
  const startsTwice = dialect.doubleStart && session.hops === 0
  return atOnce(startsTwice ? second(await ask(), await ask()) : await ask())
}

/** The session ends although the app has answered; the phone keeps its old screen. */
function dropped(answer: AppAnswer, { screen }: SessionRow): AppAnswer {
  return {
    ...answer,
    status: 'cancelled',
    screen: screen ?? '',
    error: 'The network dropped the session.',
    errorIn: { fr: 'Le réseau a coupé la session.' },
    refused: null,
    warnings: [],
  }
}

/** Of two answers to one callback the phone shows the second. Warns if they differ. */
function second(first: AppAnswer, later: AppAnswer): AppAnswer {
  const asked = first.asked + later.asked
  if (first.body === later.body && first.error === later.error) return { ...later, asked }
  const shown = first.body === null ? undefined : JSON.stringify(first.body.slice(0, 200))
  const { error, errorIn } = first
  const differ = warning('answers-differ', {
    en: `The same callback came twice and was answered differently; at first with ${shown ?? error ?? 'no answer'}.`,
    fr: `Le même appel est venu deux fois et a reçu deux réponses différentes ; d’abord ${shown ?? errorIn?.fr ?? error ?? 'aucune réponse'}.`,
  })
  return { ...later, asked, warnings: [...later.warnings, differ] }
}
