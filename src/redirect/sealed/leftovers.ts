import { readdirSync, readlinkSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'

/** For what a program does at SIGTERM; then it is killed. */
const graceMs = 2_000
const lookMs = 25

/** The processes whose network is this one, such as `net:[4026532001]`; never this process itself. */
function processesIn(network: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((name) => {
      try {
        return readlinkSync(`/proc/${name}/ns/net`) === network
      } catch {
        // It has ended, or is another user's.
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

/** Ends whatever still runs in a sealed command's network: it can reach nothing any more. */
export async function endNamespace(network: string): Promise<void> {
  let left = processesIn(network)
  signalAll(left, 'SIGTERM')
  for (let waited = 0; left.length > 0 && waited < graceMs; waited += lookMs) {
    await wait(lookMs)
    left = processesIn(network)
  }
  signalAll(left, 'SIGKILL')
}
