import type { ReactNode } from 'react'
import { addressOf } from '../route.ts'
import { t } from '../words/words.ts'
import styles from './story.module.css'

/** The address of the story of a trace: `#/story/3f9a21c07b4e`. */
export function storyAddress(trace: string, entry?: string): string {
  return addressOf(`story/${encodeURIComponent(trace)}`, { entry })
}

/** A link to the story of a payment, for whoever shows one. */
export function StoryLink({ trace, children = t('Its story') }: { trace: string; children?: ReactNode }) {
  return (
    <a className={styles.link} href={storyAddress(trace)}>
      {children}
    </a>
  )
}
