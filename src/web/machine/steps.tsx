import type { MachineGraph, Walked } from '../../terms/sim/machine.ts'
import { isolated } from '../parts/isolated.ts'
import { parts } from '../parts/parts.tsx'
import { t } from '../words/words.ts'
import styles from './machine.module.css'

/** The way of a session as a list: what was typed, and what the phone showed then. */
export function Steps({
  graph,
  session,
  name,
}: {
  graph: MachineGraph
  session: NonNullable<Walked>
  name: string
}) {
  return (
    <section className={parts.card} aria-label={t('The way of the session')}>
      <h2>{t('The way of {name}', { name: isolated(name) })}</h2>
      <ol className={styles.steps}>
        {session.steps.map(({ typed, through, state }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the steps of a session only grow
          <li key={index} data-now={index === session.steps.length - 1 && session.status === 'open'}>
            <p>
              {typed.length > 0 ? (
                <>
                  <span className={styles.typed}>{t('Typed')}</span> <kbd>{typed.join(' ')}</kbd>
                </>
              ) : (
                <span className={styles.typed}>
                  {session.machine === 'prompt' ? t('The phone rang') : t('Dialled')}
                </span>
              )}
            </p>
            <p>
              <strong>{graph.words[state] ?? state}</strong> <code className={styles.id}>{state}</code>
            </p>
            {through.length > 0 && (
              <p className={parts.lead}>{through.map((each) => graph.words[each] ?? each).join(' → ')}</p>
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}
