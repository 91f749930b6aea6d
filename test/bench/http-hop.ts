import { join } from 'node:path'
import { inFolder } from './folder.ts'
import { hopsPerSecond } from './hops.ts'
import type { Row } from './row.ts'
import { ourServer, peer } from './server.ts'
import { sideBySide } from './side-by-side.ts'

const load = { connections: 50, hops: 10_000 }

/** A hop over HTTP, durable, on 50 connections, against two peers that keep nothing. */
export function benchHops(): Promise<Row[]> {
  return inFolder(async (folder) => {
    const server = await ourServer(join(folder, 'ours.db'))
    const rows: Row[] = []
    for (const [name, against, bound] of [
      ['ussd-menu-builder', 'ussd-menu-builder 1.2.0 on Express 5, in memory, same menu', { atLeast: 0.9 }],
      ['express-echo', 'a bare Express 5 echo with urlencoded body', { atLeast: 1.3, wanted: 1.5 }],
    ] as const) {
      const other = await peer(name)
      const measured = await sideBySide(
        5,
        () => hopsPerSecond(server.url, load),
        () => hopsPerSecond(other.url, load),
      )
      await other.stop()
      rows.push({
        work: 'A hop over HTTP, durable, 50 connections',
        against,
        unit: 'hops/s',
        bound,
        ...measured,
      })
    }
    await server.stop()
    return rows
  })
}

/** Memory over 100,000 hops: what the server holds in the second half, against the first. */
export function benchMemory(): Promise<Row> {
  return inFolder(async (folder) => {
    const server = await ourServer(join(folder, 'ours.db'))
    await hopsPerSecond(server.url, { connections: 50, hops: 5_000 })
    const peaks: number[] = []
    for (let half = 0; half < 2; half++) {
      let peak = 0
      const watch = setInterval(() => {
        peak = Math.max(peak, server.memory())
      }, 50)
      await hopsPerSecond(server.url, { connections: 50, hops: 50_000 })
      clearInterval(watch)
      peaks.push(peak / 1024 / 1024)
    }
    await server.stop()
    const [first = 0, second = 0] = peaks
    return {
      work: 'Peak memory of the server over the second 50,000 hops',
      against: 'over the first 50,000',
      ours: second,
      theirs: first,
      unit: 'MB',
      ratio: second / first,
      bound: { atMost: 1.1 },
    }
  })
}
