import { styleText } from 'node:util'
import { visibleLine } from '../safe-text/index.ts'
import type { Logger, SimulatorOptions } from '../simulator/index.ts'
import type { Told } from '../terms/sim/told.ts'

export const logLevels = ['silent', 'error', 'warn', 'info'] as const
export type LogLevel = (typeof logLevels)[number]

/** What `startSimulator` takes to tell what happens. */
export type Log = Required<Pick<SimulatorOptions, 'logger'>> & Pick<SimulatorOptions, 'tell'>

const reaches = (level: LogLevel, wanted: LogLevel) => logLevels.indexOf(level) >= logLevels.indexOf(wanted)

/**
 * Lines for people: `09:04:31 Ama Lindqvist approved 12.50 EUR for Kiosk 24`, by the clock of the simulator. From `info`
 * on all that a person would tell, from `warn` on what went wrong.
 *
 * @param write takes one line, without its end
 */
export function logForPeople(
  level: LogLevel,
  { write, colours }: { write: (line: string) => void; colours: boolean },
): Log {
  const styled = (style: 'dim' | 'red' | 'yellow', text: string) =>
    colours ? styleText(style, text, { validateStream: false }) : text
  const fact = (data: object, message: string, style: 'red' | 'yellow') => {
    const said = Object.values(data).filter((value) => ['string', 'number'].includes(typeof value))
    write(styled(style, visibleLine(`payersim ${[message, ...said].join(': ')}`)))
  }
  return {
    logger: {
      warn(data, message) {
        // A request that is refused has a line of its own, with what was wrong.
        if (reaches(level, 'warn') && !('method' in data)) fact(data, message, 'yellow')
      },
      error(data, message) {
        if (reaches(level, 'error')) fact(data, message, 'red')
      },
    },
    ...(reaches(level, 'warn') && {
      tell({ at, sentence, trouble, world }: Told) {
        if (!trouble && !reaches(level, 'info')) return
        const where = world === undefined ? '' : `${world}: `
        write(`${styled('dim', at.slice(11, 19))} ${where}${trouble ? styled('red', sentence) : sentence}`)
      },
    }),
  }
}

/** The same as pino's lines of JSON, each with the facts of its event beside the sentence. */
export function logForMachines(
  level: LogLevel,
  pino: Logger & { info(data: object, message: string): void },
): Log {
  return {
    logger: pino,
    ...(reaches(level, 'info') && {
      tell({ sentence, ...facts }: Told) {
        // The logger has told of a request that was refused, in its own words.
        if (!facts.kind.startsWith('request.')) pino.info(facts, sentence)
      },
    }),
  }
}
