import {
  type CSSProperties,
  createElement,
  type RefObject,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import type { Entry } from '../../events/telling.ts'
import { drawingOf, mermaidOf, type Row, type Shape, storyOf, svgOf, withClock } from '../../story/index.ts'
import { pathHere } from '../live/base.ts'
import { useNameOf } from '../live/names.ts'
import { useEntries } from '../live/use-live.ts'
import { download } from '../parts/download.ts'
import { Badge, CopyButton, parts } from '../parts/parts.tsx'
import { addressOf, replaceRoute, useRoute } from '../route.ts'
import { Opened } from '../timeline/opened.tsx'
import { teller } from '../timeline/teller.ts'
import { SaveHar } from '../wire/save-har.tsx'
import { language, t } from '../words/words.ts'
import styles from './story.module.css'
import { storyAddress } from './story-link.tsx'
import { useTrace } from './use-trace.ts'

/** Of the people of whom these entries tell, by their number. */
export function namesIn(
  entries: readonly Entry[],
  nameOf: (phone: string) => string | undefined,
): Record<string, string> {
  const numbers = entries.flatMap(({ phone, data }) => [phone ?? [], 'to' in data ? data.to : []].flat())
  return Object.fromEntries([...new Set(numbers)].map((number) => [number, nameOf(number) ?? '']))
}

/** The diagram grows as the payment goes on; each arrow and note is a button that opens to its bytes. */
export function StoryDiagram({ trace }: { trace: string }) {
  const all = useEntries()
  const traced = useTrace(trace)
  const nameOf = useNameOf()
  const { query } = useRoute()
  const chosen = query.get('entry') || undefined
  const choose = (entry: string | undefined) => replaceRoute(`story/${encodeURIComponent(trace)}`, { entry })
  const entries = useMemo(() => withClock(traced ?? [], all), [traced, all])
  const people = useMemo(() => namesIn(entries, nameOf), [entries, nameOf])
  const story = useMemo(() => storyOf(entries, people, language), [entries, people])
  const frame = useRef<HTMLDivElement>(null)
  const drawing = useMemoDrawing(story, useWidth(frame, traced !== undefined))
  // The bytes below it take half of the height.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a newly chosen step is brought into view
  useEffect(() => {
    frame.current?.querySelector('[aria-pressed="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [chosen, traced !== undefined])
  const names = new Map(story.lifelines.map(({ id, name }) => [id, name]))

  if (traced === undefined) return <p className={parts.empty}>{t('Reading the timeline…')}</p>
  if (entries.length === 0)
    return (
      <p className={parts.empty}>
        {t('Nothing on this timeline has the trace {trace}: the world may have been reset since.', { trace })}{' '}
        <a href={addressOf('story')}>{t('All stories')}</a>
      </p>
    )
  return (
    <div className={styles.story}>
      <div className={styles.top}>
        <a className={styles.toAll} href={addressOf('story')}>
          {t('← All stories')}
        </a>
        <h2>{story.title}</h2>
        <Badge tone={story.outcome === undefined ? 'wait' : story.outcome.tone === 'good' ? 'good' : 'bad'}>
          {story.outcome?.text ?? t('Under way')}
        </Badge>
        <div className={styles.actions}>
          <CopyButton
            text={`${location.origin}${pathHere('/')}${storyAddress(trace)}`}
            label={t('Copy link')}
          />
          <button
            type="button"
            className={parts.button}
            onClick={() => download(`story-${trace}.svg`, 'image/svg+xml', svgOf(story))}
          >
            {t('Save as SVG')}
          </button>
          <CopyButton text={mermaidOf(story)} label={t('Copy as Mermaid')} />
          <SaveHar trace={trace} />
          <button type="button" className={parts.button} onClick={() => print()}>
            {t('Print')}
          </button>
          <a className={styles.link} href={addressOf('timeline', { trace })}>
            {t('On the timeline')}
          </a>
        </div>
      </div>
      <div ref={frame} className={styles.frame}>
        <div className={styles.diagram} style={{ '--width': `${drawing.width}px` } as CSSProperties}>
          <svg
            className={styles.head}
            viewBox={`0 0 ${drawing.width} ${drawing.head.height}`}
            role="img"
            aria-label={t('The parties: {names}', {
              names: story.lifelines.map(({ name }) => name).join(', '),
            })}
          >
            <Shapes shapes={drawing.head.shapes} />
          </svg>
          <ol aria-label={t('What happened, in its order')}>
            {drawing.body.rows.map((row) => (
              <li key={`${row.item.entry} ${row.item.part}`}>
                <button
                  type="button"
                  className={styles.row}
                  aria-pressed={row.item.entry === chosen}
                  onClick={() => choose(row.item.entry === chosen ? undefined : row.item.entry)}
                >
                  <span className="sr-only">{sentenceOf(row, names)}</span>
                  <svg viewBox={`0 ${row.top} ${drawing.width} ${row.height}`} aria-hidden="true">
                    {drawing.lifelines.map((x) => (
                      <line
                        key={x}
                        className={styles.lifeline}
                        x1={x}
                        x2={x}
                        y1={row.top}
                        y2={row.top + row.height}
                      />
                    ))}
                    <Shapes shapes={row.shapes} />
                  </svg>
                </button>
              </li>
            ))}
          </ol>
        </div>
      </div>
      {chosen !== undefined && (
        <div className={styles.opened}>
          <Opened
            id={chosen}
            entries={entries}
            trace={trace}
            sentenceOf={(entry) => teller.sentenceOf(entry, (who) => people[who])}
            follow={(followed) => location.assign(storyAddress(followed))}
            close={() => choose(undefined)}
            address={storyAddress(trace, chosen)}
          />
        </div>
      )}
    </div>
  )
}

function useMemoDrawing(story: ReturnType<typeof storyOf>, width: number) {
  return useMemo(() => drawingOf(story, { width }), [story, width])
}

/** The width of an element once it is shown, and as it changes. */
function useWidth(frame: RefObject<HTMLElement | null>, shown: boolean): number {
  const [width, setWidth] = useState(900)
  useEffect(() => {
    const element = frame.current
    if (!element || !shown) return
    const observer = new ResizeObserver(() => setWidth(Math.max(element.clientWidth, 320)))
    observer.observe(element)
    return () => observer.disconnect()
  }, [frame, shown])
  return width
}

function sentenceOf({ item }: Row, names: ReadonlyMap<string, string>): string {
  const said = [item.text.replaceAll('\n', ' '), item.explanation].filter(Boolean).join('. ')
  const nameOf = (lifeline: string) => names.get(lifeline) ?? lifeline
  if (item.shape === 'note')
    return item.over === undefined ? said : t('{party}: {said}', { party: nameOf(item.over), said })
  const values = { from: nameOf(item.from), to: nameOf(item.to), said }
  return item.lost ? t('{from} to {to}, never arrived: {said}', values) : t('{from} to {to}: {said}', values)
}

function Shapes({ shapes }: { shapes: readonly Shape[] }) {
  return shapes.map(({ tag, look, attributes, text, title }, index) =>
    createElement(
      tag,
      {
        key: index,
        className: look
          .split(' ')
          .map((each) => styles[each] ?? '')
          .join(' '),
        ...attributes,
        ...('text-anchor' in attributes
          ? { 'text-anchor': undefined, textAnchor: attributes['text-anchor'] }
          : {}),
      },
      ...(text === undefined ? [] : [title === undefined ? null : <title key="title">{title}</title>, text]),
    ),
  )
}
