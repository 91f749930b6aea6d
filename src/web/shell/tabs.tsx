import { type ComponentType, useLayoutEffect, useRef, useState } from 'react'
import { addressOf } from '../route.ts'
import { t } from '../words/words.ts'
import styles from './nav.module.css'
import { PopoverButton } from './popover-button.tsx'

export interface View {
  title: string
  panel: ComponentType
}

/** The views of the page by their place in the address. */
export type Views = Record<string, View>

/** Room for the button that opens what does not fit. */
const moreWidth = 104

/** The views in a row. What does not fit is behind a button at its end, rather than small or out of sight. */
export function Tabs({ views, shown }: { views: Views; shown: string }) {
  const nav = useRef<HTMLElement>(null)
  const list = useRef<HTMLUListElement>(null)
  const all = Object.entries(views)
  const [fits, setFits] = useState(all.length)
  const titles = all.map(([, { title }]) => title).join('\n')
  // biome-ignore lint/correctness/useExhaustiveDependencies: other titles have other widths
  useLayoutEffect(() => {
    const measure = () => {
      const room = (nav.current?.clientWidth ?? 0) - 8
      const widths = [...(list.current?.children ?? [])].map((each) => (each as HTMLElement).offsetWidth)
      setFits(countThatFits(widths, room, moreWidth))
    }
    measure()
    const observer = new ResizeObserver(measure)
    if (nav.current) observer.observe(nav.current)
    return () => observer.disconnect()
  }, [titles])
  const over = all.slice(fits)
  const current = over.find(([name]) => name === shown)
  return (
    <nav ref={nav} className={styles.tabs} aria-label={t('Views')}>
      <ul ref={list}>
        {all.map(([name, { title }], index) => (
          <li key={name} data-over={index >= fits}>
            <a href={addressOf(name)} aria-current={name === shown ? 'page' : undefined}>
              {title}
            </a>
          </li>
        ))}
      </ul>
      {over.length > 0 && (
        <PopoverButton
          name={t('More views')}
          className={styles.more}
          current={current !== undefined}
          button={<span>{current?.[1].title ?? t('More')}</span>}
        >
          {(close) => <ViewList views={Object.fromEntries(over)} shown={shown} close={close} />}
        </PopoverButton>
      )}
    </nav>
  )
}

/** How many of these widths stand in a row; where not all do, beside a button of that width. */
export function countThatFits(widths: readonly number[], room: number, button: number): number {
  const whole = widths.reduce((sum, width) => sum + width, 0)
  if (whole <= room) return widths.length
  let used = button
  const first = widths.findIndex((width) => {
    used += width
    return used > room
  })
  return first
}

/** The views of a menu. */
export function ViewList({ views, shown, close }: { views: Views; shown: string; close: () => void }) {
  return (
    <ul className={styles.menu}>
      {Object.entries(views).map(([name, { title }]) => (
        <li key={name}>
          <a href={addressOf(name)} aria-current={name === shown ? 'page' : undefined} onClick={close}>
            {title}
          </a>
        </li>
      ))}
    </ul>
  )
}
