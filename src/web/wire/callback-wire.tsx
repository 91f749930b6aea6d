import { wordsIn } from '../../terms/index.ts'
import type { CallbackDelivery } from '../../terms/sim/callback.ts'
import { curlOf } from '../parts/curl.ts'
import { language, t } from '../words/words.ts'
import { Wire } from './wire.tsx'

/** A callback with its answer. */
export function CallbackWire({ callback }: { callback: CallbackDelivery }) {
  const { method = 'POST', url, body = '', result } = callback
  const headers = result?.headers ?? {}
  return (
    <>
      <Wire
        label={t('The callback')}
        text={textOf(`${method} ${url}`, headers, body)}
        curl={curlOf({ method, path: url, headers, body })}
      />
      <Wire label={t('Its answer')} text={answerOf(callback)} />
    </>
  )
}

function answerOf({ status, result }: CallbackDelivery): string {
  if (result?.status !== undefined)
    return textOf(`HTTP ${result.status}`, result.answer?.headers ?? {}, result.answer?.body ?? '')
  const error = wordsIn(language, result?.error, result?.errorIn)
  return error ?? (status === 'failed' ? t('No answer.') : t('No answer yet.'))
}

function textOf(first: string, headers: Readonly<Record<string, string>>, body: string): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return [first, ...lines, '', body].join('\n').trimEnd()
}
