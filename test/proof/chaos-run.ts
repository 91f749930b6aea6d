import { setTimeout as sleep } from 'node:timers/promises'
import type { ChaosMachine } from './chaos-machine.ts'
import type { ChaosServer } from './chaos-server.ts'
import type { Chance } from './crash-payers.ts'

/** What was done to the servers, and how often. */
export interface Deeds {
  kills: number
  freezes: number
  fullDisks: number
  failingDisks: number
  jumps: number
}

const minute = 60_000

/** How far the wall clock is off after its next jump, in milliseconds: mostly a little, now and then by hours. */
function nextOffset(chance: Chance, now: number): number {
  const dice = chance.next(100)
  const reach = dice < 60 ? 5_000 : dice < 90 ? 10 * minute : 5 * 60 * minute
  const next = now + chance.next(2 * reach) - reach
  return Math.max(-12 * 60 * minute, Math.min(12 * 60 * minute, next))
}

/**
 * Everything at once, each at its own pace and without a look at the others: so a server is killed while the disk is
 * full, and frozen while the clock jumps. Answers when the time is over and all is well again.
 */
export async function chaos(
  machine: ChaosMachine,
  servers: readonly ChaosServer[],
  { chance, milliseconds, signal }: { chance: Chance; milliseconds: number; signal: AbortSignal },
): Promise<Deeds> {
  const deeds: Deeds = { kills: 0, freezes: 0, fullDisks: 0, failingDisks: 0, jumps: 0 }
  const end = performance.now() + milliseconds
  const some = () => servers[chance.next(servers.length)] as ChaosServer
  const between = (from: number, to: number) => sleep(from + chance.next(to - from))
  /** Pauses, and does it, until the time is over. */
  const over = () => performance.now() >= end || signal.aborted
  const often = async (from: number, to: number, deed: () => Promise<void>) => {
    while (!over()) {
      await sleep(Math.min(from + chance.next(to - from), Math.max(0, end - performance.now())))
      if (!over()) await deed()
    }
  }

  const kill = async () => {
    const server = some()
    await server.kill()
    deeds.kills++
    await between(0, 500)
    await server.start()
  }
  const freeze = async () => {
    const server = some()
    server.freeze()
    deeds.freezes++
    await between(200, 4_000)
    server.thaw()
  }
  const fill = async () => {
    machine.fillDisk()
    deeds.fullDisks++
    await between(300, 2_000)
    machine.freeDisk()
  }
  const failDisk = async () => {
    machine.failWrites(chance.next(3) === 0 ? 1_000 : 20 + chance.next(400))
    deeds.failingDisks++
    await between(300, 2_000)
    machine.failWrites(0)
  }
  const jump = async () => {
    machine.offset = nextOffset(chance, machine.offset)
    deeds.jumps++
  }

  await Promise.all([
    often(1_000, 4_000, kill),
    often(500, 5_000, freeze),
    ...(machine.fillable ? [often(1_000, 6_000, fill)] : []),
    ...(machine.shimmed ? [often(1_000, 6_000, failDisk), often(300, 3_000, jump)] : []),
  ])
  // What was to be done at some time, by whichever clock, is due now.
  if (machine.shimmed) machine.offset = machine.furthest
  return deeds
}
