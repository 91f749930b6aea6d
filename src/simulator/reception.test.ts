import { afterEach, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../index.ts'

const running: Simulator[] = []
afterEach(async () => {
  for (const sim of running.splice(0)) await sim.close()
})
async function started() {
  const sim = await startSimulator({ clock: 'frozen', port: 0 })
  running.push(sim)
  const timeline = async () => {
    const answer = await fetch(`${sim.url}/_sim/timeline/all`)
    const { entries } = (await answer.json()) as { entries: Array<{ kind: string; data: { url?: string } }> }
    return entries.flatMap(({ data: { url } }) => (url === undefined ? [] : [url]))
  }
  return { sim, timeline }
}

it('answers a path that nobody has with problem details, and records it', async () => {
  const { sim, timeline } = await started()
  const answer = await fetch(`${sim.url}/nowhere?x=1`, { method: 'POST', body: 'lost' })
  expect(answer.status).toBe(404)
  expect(await answer.json()).toMatchObject({
    type: '/docs/problems#no-route',
    detail: 'No route POST /nowhere.',
  })
  expect(await timeline()).toEqual(['/nowhere?x=1'])
})

it.each(['/', '/docs', '/openapi.json', '/openapi.json/', '/_sim/health', '/_SIM/health'])(
  'leads %s to the control routes, the page and the documents, and records nothing',
  async (path) => {
    const { sim, timeline } = await started()
    expect((await fetch(`${sim.url}${path}`)).status).toBe(200)
    expect(await timeline()).toEqual([])
  },
)
