import type { Rx } from '../kernel/index.ts'
import type { ScreenStatus } from '../terms/sim/statuses.ts'
import { selectById } from './session-queries.ts'
import type { NetworkTables } from './tables.ts'

/** What was typed in a session, and the labels of the screens that it led to. */
export interface Way {
  /** The answers of each hop, secrets hidden: those that were dialled with the code, then one for each hop. */
  typed: string[][]
  /** The label of each screen that the app gave one. */
  labels: string[]
}

export interface SessionWay extends Way {
  id: string
  status: ScreenStatus
  startedAt: number
}

/** A way, and how many sessions went it. */
export interface CountedWay extends Way {
  sessions: number
}

const mostSessions = 10_000

export async function sessionWay(rx: Rx, id: string): Promise<SessionWay | undefined> {
  const session = await rx.first(selectById, { id })
  if (!session) return undefined
  return { ...wayOf(session), id, status: session.status, startedAt: session.started_at }
}

/** Each way once. Many sessions go the same few ways, so these are far fewer than sessions. */
export async function sessionWays(rx: Rx, serviceCode: string): Promise<CountedWay[]> {
  const rows = await rx
    .db<NetworkTables>()
    .selectFrom((from) =>
      from
        .selectFrom('ussd_sessions')
        .select(['labels', 'masked_text', 'answers', 'hops'])
        .where('service_code', '=', serviceCode)
        .orderBy('started_at', 'desc')
        .limit(mostSessions)
        .as('recent'),
    )
    .select(({ fn }) => ['labels', 'masked_text', 'answers', 'hops', fn.countAll<number>().as('sessions')])
    .groupBy(['labels', 'masked_text', 'answers', 'hops'])
    .execute()
  return rows.map((row) => ({ ...wayOf(row), sessions: row.sessions }))
}

type WayRow = Pick<NetworkTables['ussd_sessions'], 'labels' | 'masked_text' | 'answers' | 'hops'>

function wayOf({ labels, masked_text: text, answers, hops }: WayRow): Way {
  const said = answers === 0 ? [] : segmentsOf(text)
  const dialled = Math.max(0, said.length - Math.max(0, hops - 1))
  const replies = said.slice(dialled).map((answer) => [answer])
  return { typed: [said.slice(0, dialled), ...replies], labels: labels === '' ? [] : labels.split('|') }
}

/** What hides a secret is itself made of the character between two answers. */
function segmentsOf(text: string): string[] {
  return [...text.matchAll(/(?:^|\*)(\*{4}(?=\*|$)|[^*]*)/g)].map(([, segment = '']) => segment)
}
