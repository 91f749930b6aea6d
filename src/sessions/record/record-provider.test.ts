import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Provider } from '../../providers/index.ts'
import { action, type Kind, name, type RecordPart, type StepsPart } from '../parts.ts'
import { failureOf, openStudio, type Studio } from './recording.fixture.ts'

const trips: Kind<{ id: string }> = { idOf: ({ id }) => id }

/** Writes a trip for each phone that goes offline, and its end where that phone comes back. */
const record: RecordPart = {
  timed: [],
  begin({ draft }) {
    let names = new Map<string, string>()
    return {
      take({ kind, phone }) {
        const as = `trip-${names.size + 1}`
        const known = names.get(phone)
        if (kind === 'handset.offline') {
          names.set(phone, as)
          draft.add({ 'begin-trip': as })
        }
        if (kind === 'handset.online' && known !== undefined) draft.add({ 'end-trip': known })
      },
      finish: () => void draft.note(`Trips: ${[...names.values()].join(', ')}.`),
      mark: () => new Map(names),
      backTo: (mark: Map<string, string>) => {
        names = new Map(mark)
      },
    }
  },
}

const steps: StepsPart = {
  provider: 'trips',
  actions: {
    'begin-trip': action({
      schema: name,
      makes: trips,
      perform(scene, as) {
        scene.make(trips, as, { id: as })
      },
    }),
    'end-trip': action({ schema: name, perform: (scene, as) => void scene.made(trips, as) }),
  },
  record,
}
const provider: Provider = { name: 'trips', title: 'Trips', steps: () => Promise.resolve(steps) }

let studio: Studio
beforeEach(async () => {
  studio = await openStudio({ providers: [provider] })
})
afterEach(() => studio.close())

it('what a provider from outside records is in its own words, in its place, and replays', async () => {
  const text = await studio.recorded(async () => {
    await studio.ama.goOffline()
    await studio.ask('POST', '/snapshots', { name: 'away' })
    const ben = studio.sim.phone('+46733000002')
    await ben.goOffline()
    await studio.ask('POST', '/snapshots/away/restore')
    await studio.ama.goOnline()
  })
  expect(text).toContain(`steps:
  - begin-trip: trip-1
  - phone: "+46733000001"
    goes: offline
  - snapshot: away
  - begin-trip: trip-2
  - phone: "+46733000002"
    goes: offline
  - restore: away
  - end-trip: trip-1
  - phone: "+46733000001"
    goes: online
`)
  expect(text).toContain('# Trips: trip-1.\n')
  expect(await failureOf(text, studio, { providers: [provider] })).toBe('')
})
