import { availableParallelism } from 'node:os'
import { InvalidArgumentError } from 'commander'

/** Two threads need 0.8 more seconds of CPU before they are faster than one: on two cores, some 60 scripts' gain. */
const manyScripts = 100
const mostThreads = 8

/** Reads the number of scripts to play in parallel. */
export function jobCount(text: string): number {
  if (!/^[1-9]\d?$/.test(text)) throw new InvalidArgumentError('Jobs are a number from 1 to 99.')
  return Number(text)
}

/** The default number of scripts to play in parallel, for a number of scripts. */
export function jobsFor(scripts: number): number {
  return scripts < manyScripts ? 1 : Math.min(availableParallelism(), mostThreads)
}
