import { spawnSync } from 'node:child_process'
import { Agent } from 'node:http'
import { join } from 'node:path'
import { inFolder } from './folder.ts'
import { hop } from './hops.ts'
import { lessIsBetter, type Row, sideBySide } from './row.ts'
import { ourServer } from './server.ts'

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
    const theirs = () => {
      const started = performance.now()
      spawnSync(process.execPath, ['-e', '0'])
      return performance.now() - started
    }
    const measured = await sideBySide(7, ours, theirs)
    return {
      work: '`serve` from start to first hop answered (under 1,000 ms wanted)',
      against: '`node -e 0`',
      unit: 'ms',
      atLeast: null,
      ...lessIsBetter(measured),
    }
  })
}
