import { type FormEvent, useState } from 'react'
import { formatDuration } from '../../terms/index.ts'
import { live } from '../live/live.ts'
import type { FaultPlan } from '../live/shapes.ts'
import { useLive } from '../live/use-live.ts'
import { Badge, Field, parts, useDeed } from '../parts/parts.tsx'
import { Card } from './card.tsx'
import { faultPoints } from './fault-points.ts'

/** What is to go wrong, as a form. */
export function Faults() {
  const plans = useLive<FaultPlan[]>('/faults') ?? []
  const { busy, error, run } = useDeed()
  // The counts are the server's: a plan goes back as it was written.
  const written = plans.map(({ met: _, injected: __, ...plan }) => plan)
  const put = (next: FaultPlan[]) => run(() => live.act('PUT', '/faults', next))
  return (
    <Card
      title="Faults"
      lead="What goes wrong from now on. The first plan that applies is the one that acts."
      error={error}
    >
      {plans.map((plan) => (
        <div key={plan.id} className={parts.row}>
          <Badge tone="bad">{plan.do}</Badge>
          <span>
            {faultPoints[plan.point]?.title ?? plan.point}
            {Object.entries(plan.match ?? {}).map(([key, value]) => `, ${key} ${value}`)}
            {Object.entries({ ...plan.when, ...plan.args }).map(([key, value]) => `, ${key} ${value}`)}
          </span>
          <Badge>{`${plan.injected ?? 0} of ${plan.met ?? 0} matches`}</Badge>
          <button
            type="button"
            className={parts.button}
            disabled={busy}
            aria-label={`Remove ${plan.id}`}
            onClick={() => void put(written.filter(({ id }) => id !== plan.id))}
          >
            Remove
          </button>
        </div>
      ))}
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

function NewFault({ busy, add }: { busy: boolean; add: (plan: FaultPlan) => Promise<boolean> }) {
  const [point, setPoint] = useState('ussd-hop')
  const [deed, setDeed] = useState('app-time-out')
  const [key, setKey] = useState('')
  const [value, setValue] = useState('')
  const [first, setFirst] = useState('')
  const [delay, setDelay] = useState('5')
  const { deeds = {}, match = [] } = faultPoints[point] ?? {}
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    await add({
      point,
      do: deed,
      ...(key && value ? { match: { [key]: value } } : {}),
      ...(first ? { when: { first: Number(first) } } : {}),
      ...(deeds[deed] ? { args: { delay: formatDuration(Number(delay) * 1_000) } } : {}),
    })
  }
  return (
    <form className={parts.grid} onSubmit={(event) => void submit(event)}>
      <Field label="Where">
        <select
          value={point}
          onChange={({ target }) => {
            setPoint(target.value)
            setDeed(Object.keys(faultPoints[target.value]?.deeds ?? {})[0] ?? '')
            setKey('')
          }}
        >
          {Object.entries(faultPoints).map(([name, { title }]) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </select>
      </Field>
      <Field label="What goes wrong">
        <select value={deed} onChange={({ target }) => setDeed(target.value)}>
          {Object.keys(deeds).map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </Field>
      {deeds[deed] && (
        <Field label="Delay in seconds">
          <input
            type="number"
            min="1"
            required
            value={delay}
            onChange={({ target }) => setDelay(target.value)}
          />
        </Field>
      )}
      <Field label="To whom">
        <select value={key} onChange={({ target }) => setKey(target.value)}>
          <option value="">everybody</option>
          {match.map((name) => (
            <option key={name} value={name}>
              {`one ${name}`}
            </option>
          ))}
        </select>
      </Field>
      {key && (
        <Field label={key}>
          <input required value={value} onChange={({ target }) => setValue(target.value)} />
        </Field>
      )}
      <Field label="How often">
        <input
          type="number"
          min="1"
          placeholder="always"
          value={first}
          onChange={({ target }) => setFirst(target.value)}
        />
      </Field>
      <button type="submit" className={parts.primary} disabled={busy}>
        Add fault
      </button>
    </form>
  )
}
