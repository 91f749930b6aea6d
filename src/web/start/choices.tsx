import { type KeyboardEvent, useRef } from 'react'
import styles from './programs.module.css'

interface ChoicesProps {
  label: string
  names: readonly string[]
  chosen: string
  choose: (name: string) => void
  /** The id of the panel that shows what is chosen. */
  shows: string
}

/** One of a few, as tabs in a line: the arrow keys go from one to the next. */
export function Choices({ label, names, chosen, choose, shows }: ChoicesProps) {
  const list = useRef<HTMLDivElement>(null)
  const onKeyDown = (event: KeyboardEvent, index: number) => {
    const to = neighbour(event.key, index, names.length)
    const name = to === undefined ? undefined : names[to]
    if (to === undefined || name === undefined) return
    event.preventDefault()
    choose(name)
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[to]?.focus()
  }
  return (
    <div ref={list} className={styles.tabs} role="tablist" aria-label={label}>
      {names.map((name, index) => (
        <button
          key={name}
          type="button"
          role="tab"
          className={styles.tab}
          aria-selected={name === chosen}
          aria-controls={shows}
          tabIndex={name === chosen ? 0 : -1}
          onClick={() => choose(name)}
          onKeyDown={(event) => onKeyDown(event, index)}
        >
          {name}
        </button>
      ))}
    </div>
  )
}

function neighbour(key: string, index: number, count: number): number | undefined {
  if (key === 'ArrowRight') return (index + 1) % count
  if (key === 'ArrowLeft') return (index - 1 + count) % count
  if (key === 'Home') return 0
  if (key === 'End') return count - 1
  return undefined
}
