import type { ReactNode } from 'react'
import { ErrorNote, parts } from '../parts/parts.tsx'

/** One control: its purpose, its content, and the last refusal. */
export function Card({
  title,
  lead,
  error,
  children,
}: {
  title: string
  lead: ReactNode
  error?: string | undefined
  children: ReactNode
}) {
  return (
    <section className={parts.card}>
      <h2>{title}</h2>
      <p className={parts.lead}>{lead}</p>
      {children}
      {error && <ErrorNote>{error}</ErrorNote>}
    </section>
  )
}
