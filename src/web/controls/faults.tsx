import { type FormEvent, useState } from 'react'
import {
  type FaultPoint,
  faultPointNames,
  faultPoints,
  formatDuration,
  type PointWords,
} from '../../terms/index.ts'
import type { FaultReading } from '../../terms/sim/fault.ts'
import type { Operation } from '../../terms/sim/operation.ts'
import { pointNames } from '../fault-names.ts'
import { live } from '../live/live.ts'
import { useLive } from '../live/use-live.ts'
import { Badge, ErrorNote, Field, parts, useAction } from '../parts/parts.tsx'
import { t } from '../words/words.ts'
import { Card } from './card.tsx'

/** A plan in the form that the server accepts. */
type FaultPlan = Pick<FaultReading, 'point' | 'do'> & Partial<Omit<FaultReading, 'met' | 'injected'>>

/** The form for fault plans. */
export function Faults() {
  const plans = useLive<FaultReading[]>('/faults') ?? []
  const { busy, error, run } = useAction()
  const written = plans.map(writtenOf)
  const put = (next: FaultPlan[]) => run(() => live.act('PUT', '/faults', next))
  return (
    <Card
      title={t('Faults')}
      lead={t('What goes wrong from now on. The first plan that applies is the one that acts.')}
      error={error}
    >
      <ActiveFaults />
      <NewFault
        busy={busy}
        add={(plan) => {
          const ids = new Set(written.map(({ id }) => id))
          let number = written.length + 1
          while (ids.has(`fault-${number}`)) number += 1
          return put([...written, { id: `fault-${number}`, ...plan }])
        }}
      />
    </Card>
  )
}

/** Each plan with what it has done, and a button that removes it. */
export function ActiveFaults() {
  const plans = useLive<FaultReading[]>('/faults') ?? []
  const { busy, error, run } = useAction()
  const keep = (kept: readonly FaultReading[]) => run(() => live.act('PUT', '/faults', kept.map(writtenOf)))
  return (
    <>
      {plans.map((plan) => (
        <div key={plan.id} className={parts.item}>
          <div>
            <Badge tone="bad">{plan.do}</Badge> {pointNames[plan.point as FaultPoint] ?? plan.point}
            {Object.entries(plan.match).map(([key, value]) => `, ${key} ${value}`)}
            {Object.entries({ ...plan.when, ...plan.args }).map(([key, value]) => `, ${key} ${value}`)}
            <p className={parts.note}>
              {t('{injected} of {met} matches', { injected: plan.injected, met: plan.met })}
            </p>
          </div>
          <button
            type="button"
            className={parts.button}
            disabled={busy}
            aria-label={t('Remove {id}', { id: plan.id })}
            onClick={() => void keep(plans.filter(({ id }) => id !== plan.id))}
          >
            {t('Remove')}
          </button>
        </div>
      ))}
      {plans.length > 1 && (
        <div className={parts.row}>
          <button type="button" className={parts.danger} disabled={busy} onClick={() => void keep([])}>
            {t('Remove all faults')}
          </button>
        </div>
      )}
      {error && <ErrorNote>{error}</ErrorNote>}
    </>
  )
}

/** Without the server's counters. */
const writtenOf = ({ met: _, injected: __, ...plan }: FaultReading): FaultPlan => plan

function NewFault({ busy, add }: { busy: boolean; add: (plan: FaultPlan) => Promise<boolean> }) {
  const [point, setPoint] = useState<FaultPoint>('ussd-hop')
  const [action, setAction] = useState('app-time-out')
  const [key, setKey] = useState('')
  const [value, setValue] = useState('')
  const [first, setFirst] = useState('')
  const [delay, setDelay] = useState('5')
  const { actions, match } = faultPoints[point] as PointWords
  const needs = actions[action] ?? 'no-delay'
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    await add({
      point,
      do: action,
      ...(key && value ? { match: { [key]: value } } : {}),
      ...(first ? { when: { first: Number(first) } } : {}),
      ...(needs !== 'no-delay' && delay ? { args: { delay: formatDuration(Number(delay) * 1_000) } } : {}),
    })
  }
  return (
    <form className={parts.grid} onSubmit={(event) => void submit(event)}>
      <Field label={t('Where')}>
        <select
          value={point}
          onChange={({ target }) => {
            const next = target.value as FaultPoint
            setPoint(next)
            setAction(Object.keys(faultPoints[next].actions)[0] ?? '')
            setKey('')
          }}
        >
          {faultPointNames.map((name) => (
            <option key={name} value={name}>
              {pointNames[name]}
            </option>
          ))}
        </select>
      </Field>
      <Field label={t('What goes wrong')}>
        <select value={action} onChange={({ target }) => setAction(target.value)}>
          {Object.keys(actions).map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </Field>
      {needs !== 'no-delay' && (
        <Field label={t('Delay in seconds')}>
          <input
            type="number"
            min="1"
            required={needs === 'needs-delay'}
            value={delay}
            onChange={({ target }) => setDelay(target.value)}
          />
        </Field>
      )}
      <Field label={t('To whom')}>
        <select
          value={key}
          onChange={({ target }) => {
            setKey(target.value)
            setValue('')
          }}
        >
          <option value="">{t('everybody')}</option>
          {Object.keys(match).map((name) => (
            <option key={name} value={name}>
              {t('one {name}', { name })}
            </option>
          ))}
        </select>
      </Field>
      {key && (
        <Field label={key}>
          {key === 'operation' ? (
            <OperationSelect value={value} choose={setValue} />
          ) : (
            <input required value={value} onChange={({ target }) => setValue(target.value)} />
          )}
        </Field>
      )}
      <Field label={t('How often')}>
        <input
          type="number"
          min="1"
          placeholder={t('always')}
          value={first}
          onChange={({ target }) => setFirst(target.value)}
        />
      </Field>
      <button type="submit" className={parts.primary} disabled={busy}>
        {t('Add fault')}
      </button>
    </form>
  )
}

/** The operations of the vendors' APIs, each API with all of its own. */
function OperationSelect({ value, choose }: { value: string; choose: (name: string) => void }) {
  const operations = useLive<Operation[]>('/operations') ?? []
  const apis = [...new Set(operations.map(({ api }) => api))]
  return (
    <select required value={value} onChange={({ target }) => choose(target.value)}>
      <option value="">{t('choose one')}</option>
      {apis.map((api) => (
        <optgroup key={api} label={api}>
          <option value={api}>{t('all of {api}', { api })}</option>
          {operations
            .filter((one) => one.api === api)
            .map(({ name, title }) => (
              <option key={name} value={name}>
                {title}
              </option>
            ))}
        </optgroup>
      ))}
    </select>
  )
}
