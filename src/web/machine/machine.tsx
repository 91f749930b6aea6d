import { useMemo, useState } from 'react'
import type { MachineGraph, Seen, Walked } from '../../terms/sim/machine.ts'
import type { PhoneView } from '../../terms/sim/phone.ts'
import { useLive, useLiveOrNull, useNeededList } from '../live/use-live.ts'
import { isolated } from '../parts/isolated.ts'
import { Badge, Field, parts } from '../parts/parts.tsx'
import { momentOf } from '../parts/times.ts'
import { usePhoneInFocus } from '../phones/in-focus.ts'
import { t } from '../words/words.ts'
import { Diagram } from './diagram.tsx'
import { screensOn } from './graph.ts'
import styles from './machine.module.css'
import { NeverDone } from './never-done.tsx'
import { Steps } from './steps.tsx'

/** Of many phones, those that a list can offer. */
const mostListed = 100

const titles: Readonly<Record<string, string>> = { menu: t('The menu'), prompt: t('The prompt') }

/** The payer's app as a state machine: the way of the session on the phone in focus, and what has never been done. */
export default function Machine() {
  const machines = useNeededList<MachineGraph>('/machines')
  const focus = usePhoneInFocus()
  const listed = useLive<PhoneView[]>(`/phones?limit=${mostListed}`) ?? []
  const [ofFocus] =
    useLive<PhoneView[]>(focus === undefined ? null : `/phones?numbers=${encodeURIComponent(focus)}`) ?? []
  // The one in focus may be none of the first of many.
  const isListed = listed.some(({ msisdn }) => msisdn === focus)
  const phones = isListed || !ofFocus ? listed : [ofFocus, ...listed]
  // A choice holds until another phone comes into focus.
  const [chosen, choose] = useState<{ msisdn: string; focus: string | undefined }>()
  const msisdn = chosen?.focus === focus && chosen ? chosen.msisdn : (focus ?? phones[0]?.msisdn)
  const walked = useLiveOrNull<Walked>(
    msisdn === undefined ? null : `/phones/${encodeURIComponent(msisdn)}/path`,
  )
  const seen = useLive<Seen[]>('/machines/seen')
  const [other, setOther] = useState<{ machine: string; sessionId: string | undefined }>()
  const shown = other && other.sessionId === walked?.sessionId ? other.machine : walked?.machine
  const graph = machines?.find(({ name }) => name === shown) ?? machines?.[0]
  const session = walked && walked.machine === graph?.name ? walked : undefined
  const path = useMemo(() => (graph && session ? screensOn(graph, session.steps) : []), [graph, session])
  if (!machines || !graph) return <p className={parts.empty}>{t('Reading the machines…')}</p>
  const name = phones.find((phone) => phone.msisdn === msisdn)?.name ?? msisdn ?? ''
  return (
    <div className={parts.panel}>
      <div className={styles.choices}>
        <Field label={t('Session on the phone')}>
          <select value={msisdn ?? ''} onChange={({ target }) => choose({ msisdn: target.value, focus })}>
            {phones.map(({ msisdn: number, name: person }) => (
              <option key={number} value={number}>
                {person ? `${person}, ${number}` : number}
              </option>
            ))}
          </select>
        </Field>
        <fieldset className={styles.machines}>
          <legend className="sr-only">{t('Part of the payer’s app')}</legend>
          {machines.map(({ name: machine }) => (
            <button
              key={machine}
              type="button"
              className={parts.button}
              aria-pressed={machine === graph.name}
              onClick={() => setOther({ machine, sessionId: walked?.sessionId })}
            >
              {titles[machine] ?? machine}
            </button>
          ))}
        </fieldset>
      </div>
      <Standing
        walked={walked}
        graph={machines.find(({ name: machine }) => machine === walked?.machine)}
        name={name}
      />
      <div className={styles.sides}>
        <Diagram
          key={graph.name}
          graph={graph}
          path={path}
          state={session?.state}
          open={session?.status === 'open'}
          seen={seen?.find(({ machine }) => machine === graph.name)}
        />
        {session && <Steps graph={graph} session={session} name={name} />}
      </div>
      <NeverDone graph={graph} seen={seen?.find(({ machine }) => machine === graph.name)} />
    </div>
  )
}

/** Where the session stands, as a sentence. */
function Standing({
  walked,
  graph,
  name,
}: {
  walked: Walked | null | undefined
  graph: MachineGraph | undefined
  name: string
}) {
  if (walked === undefined) return null
  if (walked === null || !graph)
    return (
      <p className={parts.lead} aria-live="polite">
        {t('No session of the payer’s app is on the phone of {name}. Dial its code, or ask for a payment.', {
          name: isolated(name),
        })}
      </p>
    )
  const { status, state, startedAt } = walked
  return (
    <div className={styles.standing} aria-live="polite">
      <Badge tone={status === 'open' ? 'wait' : status === 'ended' ? 'good' : 'bad'}>{ends[status]}</Badge>
      <p>
        <strong>{graph.words[state] ?? state}</strong> <code className={styles.id}>{state}</code>
      </p>
      <p className={parts.lead}>{t('Begun {time}', { time: momentOf(startedAt) })}</p>
    </div>
  )
}

const ends: Readonly<Record<NonNullable<Walked>['status'], string>> = {
  open: t('Open now'),
  ended: t('Ended'),
  cancelled: t('Hung up'),
  'timed-out': t('Timed out'),
  failed: t('Failed'),
}
