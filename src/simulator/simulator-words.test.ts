import { expect, it } from 'vitest'
import { startSimulator } from './index.ts'

it.each([
  [{ clok: 'frozen' }, 'startSimulator: there is no "clok". Did you mean "clock"?'],
  [{ clock: 'frozn' }, 'startSimulator: clock is "frozn"; it is running or frozen. Did you mean "frozen"?'],
  [{ port: 'abc' }, 'port is "abc"; it is a number from 0 to 65535.'],
  [{ port: 70_000 }, 'port is 70000'],
  [{ world: 5 }, 'world is 5; it is a world file, or a world.'],
  [
    { africasTalking: { user: 'a' } },
    'africasTalking is an object; there is no "user". Did you mean "username"?',
  ],
  [{ logger: {} }, 'logger is an object; it has the methods warn and error.'],
  [{ frozenClock: true }, 'startSimulator: there is no "frozenClock". It knows clock, at, data'],
  ['frozen', 'startSimulator takes an object of options, and got "frozen".'],
  [null, 'startSimulator takes an object of options, and got null.'],
])('startSimulator(%j) is refused', async (options, refusal) => {
  await expect(startSimulator(options as never)).rejects.toMatchObject({
    name: 'InputError',
    message: expect.stringContaining(refusal),
  })
})

it('a fork refuses what it does not know', async () => {
  const sim = await startSimulator({ clock: 'frozen' })
  await expect(sim.fork({ prot: 0 } as never)).rejects.toThrow(
    'fork: there is no "prot". Did you mean "port"?',
  )
  await sim.close()
})
