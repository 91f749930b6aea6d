import { readdirSync, readlinkSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'

/** The time that a program has after SIGTERM, before it is killed. */
const graceMs = 2_000
const lookMs = 25

/** The processes in this network namespace, such as `net:[4026532001]`, except this process. */
function processesIn(network: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((name) => {
      try {
        return readlinkSync(`/proc/${name}/ns/net`) === network
      } catch {
        // It has ended, or belongs to another user.
        return false
      }
    })
    .map(Number)
}

function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal)
    } catch {
      // It has ended.
    }
  }
}

/** Ends all processes in a sealed command's network namespace, since they cannot reach anything any more. */
export async function endNamespace(network: string): Promise<void> {
  let left = processesIn(network)
  signalAll(left, 'SIGTERM')
  for (let waited = 0; left.length > 0 && waited < graceMs; waited += lookMs) {
    await wait(lookMs)
    left = processesIn(network)
  }
  signalAll(left, 'SIGKILL')
}
