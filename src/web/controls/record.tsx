import { useEffect, useState } from 'react'
import type { RecordingView } from '../../terms/sim/recording.ts'
import { controlHeaders, exchange, jsonOf, Refusal, wordsOf } from '../live/http.ts'
import { live } from '../live/live.ts'
import { useLive } from '../live/use-live.ts'
import { download } from '../parts/download.ts'
import { ErrorNote, parts, Raw, useAction } from '../parts/parts.tsx'
import { t } from '../words/words.ts'
import { Card } from './card.tsx'
import { NewNamed } from './new-named.tsx'
import styles from './record.module.css'

const pathOf = (name: string) => `/recordings/${encodeURIComponent(name)}`

/** Records a session script. */
export function Record() {
  const recordings = useLive<RecordingView[]>('/recordings') ?? []
  const underWay = recordings.filter(({ stoppedAt }) => stoppedAt === null)
  const stopped = recordings.filter(({ stoppedAt }) => stoppedAt !== null)
  // Recordings are outside the world: no event reports one that another tab has started.
  useEffect(() => {
    live.resource('/recordings').refresh()
  }, [])
  return (
    <Card
      title={t('Record a session')}
      lead={
        <>
          {t(
            'What you do on the phones, what merchants ask and what they hear becomes a script, to be replayed by',
          )}{' '}
          <code>payersim test</code>.
        </>
      }
    >
      {underWay.map((each) => (
        <UnderWay key={each.id} recording={each} />
      ))}
      <NewRecording />
      {stopped.reverse().map((each) => (
        <Stopped key={each.id} name={each.name} />
      ))}
    </Card>
  )
}

export function NewRecording() {
  return (
    <NewNamed
      path="/recordings"
      label={t('Name of the script')}
      example="pay-order"
      button={t('Start recording')}
    />
  )
}

export function UnderWay({ recording: { name, usedWorld } }: { recording: RecordingView }) {
  const { busy, error, run } = useAction()
  return (
    <article className={parts.one} aria-label={t('Recording {name}', { name })}>
      <div className={parts.row}>
        <span className={`${parts.light} ${styles.light}`} aria-hidden="true" />
        <span className={styles.name}>
          {t('Recording')} <b>{name}</b>
        </span>
        <button
          type="button"
          className={parts.button}
          disabled={busy}
          aria-label={t('Stop recording {name}', { name })}
          onClick={() => void run(() => live.act('POST', `${pathOf(name)}/stop`, {}))}
        >
          {t('Stop')}
        </button>
      </div>
      {usedWorld && (
        <p className={parts.lead}>
          {t(
            'Things had happened in this world before, and a replay begins with a fresh one. If that matters, stop, reset the world, and record again.',
          )}
        </p>
      )}
      {error && <ErrorNote>{error}</ErrorNote>}
    </article>
  )
}

function Stopped({ name }: { name: string }) {
  const { script, refusal } = useScript(name)
  const { busy, error, run } = useAction()
  const file = `${name}.yaml`
  return (
    <article className={parts.one} aria-label={t('Script {name}', { name })}>
      <div className={parts.row}>
        <b className={`${styles.name} ${styles.file}`}>{file}</b>
        {script !== undefined && (
          <button type="button" className={parts.primary} onClick={() => download(file, 'text/yaml', script)}>
            {t('Download')}
          </button>
        )}
        <button
          type="button"
          className={parts.danger}
          disabled={busy}
          aria-label={t('Delete the recording {name}', { name })}
          onClick={() => void run(() => live.act('DELETE', pathOf(name)))}
        >
          {t('Delete')}
        </button>
      </div>
      {script !== undefined && <Raw text={script.trimEnd()} label={t('The script {file}', { file })} />}
      {refusal !== undefined && <ErrorNote>{refusal}</ErrorNote>}
      {error && <ErrorNote>{error}</ErrorNote>}
    </article>
  )
}

function useScript(name: string): { script?: string; refusal?: string } {
  const [found, setFound] = useState<{ script?: string; refusal?: string }>({})
  useEffect(() => {
    let wanted = true
    scriptOf(name).then(
      (script) => wanted && setFound({ script }),
      (error: unknown) => wanted && setFound({ refusal: wordsOf(error) }),
    )
    return () => {
      wanted = false
    }
  }, [name])
  return found
}

/** @throws Refusal with the server's message */
async function scriptOf(name: string): Promise<string> {
  const path = `/_sim${pathOf(name)}`
  const { status, answer } = await exchange({ method: 'GET', path, headers: controlHeaders(), body: null })
  if (status === 200) return answer
  const { detail } = (jsonOf(answer) ?? {}) as { detail?: string }
  throw new Refusal(status, detail ?? t('The server answered {status}.', { status }))
}
