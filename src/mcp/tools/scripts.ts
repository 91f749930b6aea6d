import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { ClientError, remoteRecordings, type SimulatorClient } from '../../client/index.ts'
import { parseScript, playerHere, prettyReporter, readScript, type Script } from '../../sessions/index.ts'
import { type Tool, tool } from '../tool.ts'

const shipped = fileURLToPath(new URL('../../../sessions', import.meta.url))

const recordingName = z.string().describe('Letters, digits and hyphens, such as pay-order')

export const scriptTools: readonly Tool[] = [
  tool({
    name: 'play_script',
    title: 'Play a session script',
    description:
      'Plays a script in a new world with a frozen clock, which ends with it, and tells the conversation and, where it fails, the line with what was expected and seen. Give its text, or the name of a file of the folder sessions, such as approve; the docs resource sessions has the words.',
    input: {
      text: z.string().optional().describe('YAML, with session and steps'),
      name: z.string().optional().describe('Of a file in sessions/ here, or of one that payersim brings'),
    },
    does: 'changes',
    async run({ text, name }, { sim }) {
      const script = await scriptOf(text, name)
      const lines: string[] = []
      const reporter = prettyReporter({ write: (line) => void lines.push(line), colours: false })
      reporter.started(script, { number: 1, of: 1 })
      const player = playerHere({ newSimulator: () => worldOfOneScript(sim) })
      const { failure } = await player.play(script, (said) => reporter.said(said))
      reporter.ended(script, failure ? { failure, seconds: 0 } : { seconds: 0 })
      const passed = failure === undefined
      const why = failure && {
        line: failure.line,
        message: failure.message,
        expected: failure.expected,
        seen: failure.seen,
      }
      return { text: lines.join('').trimEnd(), data: { passed, ...(why ? { failure: why } : {}) } }
    },
  }),
  tool({
    name: 'start_recording',
    title: 'Record what happens',
    description: 'From now on what happens in this world is noted, until write_script makes a script of it.',
    input: { name: recordingName },
    does: 'changes',
    async run({ name }, { port }) {
      const { usedWorld } = await remoteRecordings(port).start(name)
      const used = usedWorld
        ? ' Things have happened in this world already, and a replay begins with a fresh one: reset_world first, or open_world, where that matters.'
        : ''
      return { text: `Recording ${name}.${used}`, data: { name, usedWorld } }
    },
  }),
  tool({
    name: 'write_script',
    title: 'Write a script of what happened',
    description:
      'Ends a recording and returns it as a session script, which play_script and payersim test play again. Save it yourself, in the folder sessions.',
    input: { name: recordingName },
    does: 'changes',
    async run({ name }, { port }) {
      const script = await remoteRecordings(port).end(name)
      return { text: script, data: { name, script } }
    },
  }),
]

/** @throws ClientError if there is no such script; ScriptError if it cannot be read */
async function scriptOf(text: string | undefined, name: string | undefined): Promise<Script> {
  if ((text === undefined) === (name === undefined))
    throw new ClientError('Give the text of a script, or the name of one.')
  if (text !== undefined) return parseScript('script.yaml', text)
  // Of these folders alone: whoever may play a script may not read other files by it.
  const [, stem] = /^(?:sessions\/)?([\w-]{1,100})(?:\.ya?ml)?$/.exec(name ?? '') ?? []
  if (stem === undefined)
    throw new ClientError(
      `${JSON.stringify(name)} is no name of a script. Give one such as approve, or its text.`,
    )
  const places = ['sessions', shipped].flatMap((folder) =>
    ['yaml', 'yml'].map((ending) => join(folder, `${stem}.${ending}`)),
  )
  const found = places.find((place) => existsSync(place))
  if (found !== undefined) return readScript(found)
  throw new ClientError(
    `There is no script ${stem} in sessions/, neither here nor among those that payersim brings. Give its text.`,
  )
}

async function worldOfOneScript(sim: SimulatorClient) {
  const name = `script-${randomUUID().slice(0, 13)}`
  const client = await sim.worlds.open(name, { clock: 'frozen' })
  return { client, close: () => sim.worlds.end(name) }
}
