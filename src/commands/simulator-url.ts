import { type Command, InvalidArgumentError } from 'commander'
import { worldNameProblem } from '../terms/index.ts'

interface SimulatorFlags {
  url: string
  world?: string
}

/** `--url` alone, for a command that asks a simulator about all of its worlds. */
export function withSimulatorUrl(command: Command): Command {
  return command.option('--url <url>', 'where the simulator listens', 'http://127.0.0.1:4000')
}

/** `--url` and `--world`, for a command that asks a simulator, or a world of it: {@link baseUrlOf} joins them. */
export function withSimulator(command: Command): Command {
  return withSimulatorUrl(command).option(
    '--world <name>',
    'a world of it by name, such as suite-1',
    worldName,
  )
}

/** The base URL that a command of {@link withSimulator} shall ask. Ends with an error where its flags name two worlds. */
export function baseUrlOf(command: Command): string {
  const { url, world } = command.opts<SimulatorFlags>()
  if (world === undefined) return url
  const { server, world: named } = splitUrl(url)
  if (named !== undefined && named !== world)
    command.error(`error: --url names the world ${named}, and --world ${world}. Name one of them.`)
  return `${server}/w/${world}`
}

/** The base URL of a server, and the world that it names below it. */
export function splitUrl(url: string): { server: string; world: string | undefined } {
  const base = url.replace(/(?<!\/)\/+$/, '')
  const [path = '', world] = /\/w\/([^/]+)$/.exec(base) ?? []
  return { server: base.slice(0, base.length - path.length), world }
}

/** Reads the name of a world, for an option or an argument. */
export function worldName(text: string): string {
  const problem = worldNameProblem(text)
  if (problem !== undefined) throw new InvalidArgumentError(`${JSON.stringify(text)} ${problem}.`)
  return text
}
