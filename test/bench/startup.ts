import { Agent } from 'node:http'
import { join } from 'node:path'
import { inFolder } from './folder.ts'
import { hop } from './hops.ts'
import { coldBound, nodeDoingNothing } from './processes.ts'
import type { Row } from './row.ts'
import { ourServer } from './server.ts'
import { sideBySide } from './side-by-side.ts'

/** `serve` from its start to the first hop answered, against Node doing nothing. */
export function benchStartup(): Promise<Row> {
  return inFolder(async (folder) => {
    let starts = 0
    const ours = async () => {
      const started = performance.now()
      const server = await ourServer(join(folder, `${starts++}.db`))
      const agent = new Agent()
      const answer = await hop(agent, server.url, `ATUid_${'0'.repeat(32)}`, '+46733000001', '')
      const time = performance.now() - started
      agent.destroy()
      await server.stop()
      if (!answer.startsWith('CON ')) throw new Error(answer)
      return time
    }
    const measured = await sideBySide(9, ours, nodeDoingNothing)
    return {
      work: '`payersim serve` from start to first hop answered',
      against: '`node -e 0`',
      unit: 'ms',
      bound: coldBound({ atMost: 6, wanted: 5 }),
      ...measured,
    }
  })
}
