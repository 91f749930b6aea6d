import type { MachineGraph, Seen } from '../../terms/sim/machine.ts'
import { figureOf } from '../parts/figures.ts'
import { parts } from '../parts/parts.tsx'
import { t } from '../words/words.ts'
import { neverOf, waysOf } from './graph.ts'
import styles from './machine.module.css'

/** What no session of this world has seen of a machine. */
export function NeverDone({ graph, seen }: { graph: MachineGraph; seen: Seen | undefined }) {
  if (!seen) return null
  const { states, ways } = neverOf(graph, seen)
  const all = graph.screens.length
  const ofWays = waysOf(graph).length
  const words = (state: string) => graph.words[state] ?? state
  return (
    <section className={parts.card} aria-label={t('Never done')}>
      <h2>{t('Never done in this world')}</h2>
      <p className={parts.lead}>
        {t(
          '{seen} of {screens} screens were seen, and {taken} of {ways} ways between them taken. Sessions read: {sessions}.',
          {
            seen: figureOf(all - states.size),
            screens: figureOf(all),
            taken: figureOf(ofWays - ways.length),
            ways: figureOf(ofWays),
            sessions: figureOf(seen.sessions),
          },
        )}
      </p>
      {states.size > 0 && (
        <ul className={styles.never} aria-label={t('Screens never seen')}>
          {[...states].map((state) => (
            <li key={state}>
              {words(state)} <code className={styles.id}>{state}</code>
            </li>
          ))}
        </ul>
      )}
      {ways.length > 0 && (
        <details className={styles.ways}>
          <summary>{t('Ways never taken')}</summary>
          <ul>
            {ways.map(({ from, to, typed }) => (
              <li key={`${from} ${typed} ${to}`}>
                {words(from)} <kbd>{typed}</kbd> → {words(to)}
              </li>
            ))}
          </ul>
        </details>
      )}
      {states.size === 0 && ways.length === 0 && <p>{t('Everything was done at least once.')}</p>}
    </section>
  )
}
