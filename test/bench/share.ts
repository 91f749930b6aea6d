import { type Profiler, Session } from 'node:inspector'

/** What carries a request in process: the router, and Express with what it brings along. */
const carriers =
  /\/node_modules\/(express|router|path-to-regexp|body-parser|raw-body|type-is|content-type|parseurl|find-my-way)\//

/** Parts of the busy time of a piece of work that sum to 1. */
export interface Shares {
  outside: number
  carriers: number
  /** Garbage collection, and Node's own turns that nobody called. */
  neither: number
}

/** Runs the work under the CPU profiler; Node's internals count for whoever called them. */
export async function sharesOf(work: () => Promise<void>): Promise<Shares> {
  const session = new Session()
  session.connect()
  const post = (method: string, params: object = {}) =>
    new Promise<object | undefined>((resolve, reject) => {
      session.post(method, params, (error, result) => (error ? reject(error) : resolve(result)))
    })
  await post('Profiler.enable')
  await post('Profiler.setSamplingInterval', { interval: 200 })
  await post('Profiler.start')
  try {
    await work()
    const { profile } = (await post('Profiler.stop')) as Profiler.StopReturnType
    return attributed(profile)
  } finally {
    session.disconnect()
  }
}

function attributed({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): Shares {
  const owners = new Map<number, keyof Shares | 'idle'>()
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const visit = (id: number, caller: keyof Shares): void => {
    const node = byId.get(id)
    if (!node) return
    const { url, functionName } = node.callFrame
    const own = carriers.test(url) ? 'carriers' : url === '' || url.startsWith('node:') ? caller : 'outside'
    owners.set(id, functionName === '(idle)' ? 'idle' : own)
    for (const child of node.children ?? []) visit(child, own)
  }
  const [root] = nodes
  if (root) visit(root.id, 'neither')
  const times = { outside: 0, carriers: 0, neither: 0, idle: 0 }
  samples.forEach((id, index) => {
    times[owners.get(id) ?? 'neither'] += timeDeltas[index] ?? 0
  })
  const { outside, carriers: carried, neither } = times
  const busy = outside + carried + neither
  return { outside: outside / busy, carriers: carried / busy, neither: neither / busy }
}
