import { availableParallelism } from 'node:os'
import { InvalidArgumentError } from 'commander'

/** Two threads take two seconds of CPU more until they play as fast as one: on two cores, some 250 scripts' gain. */
const manyScripts = 300
const mostThreads = 8

/** Reads how many scripts are played at once. */
export function jobCount(text: string): number {
  if (!/^[1-9]\d?$/.test(text)) throw new InvalidArgumentError('Jobs are a number from 1 to 99.')
  return Number(text)
}

/** How many of so many scripts are played at once where nobody says it. */
export function jobsFor(scripts: number): number {
  return scripts < manyScripts ? 1 : Math.min(availableParallelism(), mostThreads)
}
