import { useMemo } from 'react'
import type { Entry } from '../../events/telling.ts'
import { storyOf } from '../../story/index.ts'
import { useNameOf } from '../live/names.ts'
import { useEntries } from '../live/use-live.ts'
import { Blank } from '../parts/blank.tsx'
import { Badge, parts } from '../parts/parts.tsx'
import { When } from '../parts/when.tsx'
import { useRoute } from '../route.ts'
import { language, t } from '../words/words.ts'
import styles from './story.module.css'
import { namesIn, StoryDiagram } from './story-diagram.tsx'
import { storyAddress } from './story-link.tsx'

const most = 50

/** The story of one payment as a sequence diagram; without a trace in the address, the latest to choose from. */
export default function Stories() {
  const { item: trace } = useRoute()
  return trace === '' ? <StoryList /> : <StoryDiagram key={trace} trace={trace} />
}

function StoryList() {
  const entries = useEntries()
  const nameOf = useNameOf()
  const stories = useMemo(() => latestOf(entries, nameOf), [entries, nameOf])
  return (
    <div className={parts.panel}>
      <h2>{t('Stories')}</h2>
      <p className={parts.lead}>
        {t(
          'Each payment as a sequence diagram: who asked whom for what, what the phone showed, and where it went wrong.',
        )}
      </p>
      {stories.length === 0 && (
        <Blank>
          {t(
            'No payment yet. Ask for money as a merchant, or point your program here: its story is drawn while it happens.',
          )}
        </Blank>
      )}
      <ul className={styles.choices}>
        {stories.map(({ trace, at, title, outcome }) => (
          <li key={trace}>
            <a className={styles.choice} href={storyAddress(trace)}>
              <When at={at} />
              <span>{title}</span>
              <Badge tone={outcome === undefined ? 'wait' : outcome.tone === 'good' ? 'good' : 'bad'}>
                {outcome?.text ?? t('Under way')}
              </Badge>
            </a>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Of each order, newest first. */
function latestOf(entries: readonly Entry[], nameOf: (phone: string) => string | undefined) {
  const traces = new Set<string>()
  for (const { kind, trace } of entries.toReversed()) {
    if (trace !== null && /\.(created|opened)$/.test(kind) && kind !== 'account-holder.opened')
      traces.add(trace)
    if (traces.size === most) break
  }
  const grouped = new Map<string, Entry[]>([...traces].map((trace) => [trace, []]))
  for (const entry of entries) if (entry.trace !== null) grouped.get(entry.trace)?.push(entry)
  return [...grouped].map(([trace, own]) => {
    const { title, outcome } = storyOf(own, namesIn(own, nameOf), language)
    return { trace, at: own[0]?.at ?? '', title, outcome }
  })
}
