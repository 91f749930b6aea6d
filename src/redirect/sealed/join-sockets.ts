import type { Socket } from 'node:net'
import { Transform } from 'node:stream'

/** Joins two connections: bytes, ends and errors of each go to the other. */
export function joinSockets(
  here: Socket,
  far: Socket,
  /** Awaited before bytes from `here` are forwarded. */
  first?: () => Promise<void>,
): void {
  for (const [one, other] of [
    [here, far],
    [far, here],
  ] as const) {
    one.on('error', () => other.destroy())
    one.on('close', () => other.writableEnded || other.destroy())
  }
  if (here.destroyed) return void far.destroy()
  const out = first ? here.pipe(waiting(first)) : here
  out.pipe(far).pipe(here)
}

function waiting(first: () => Promise<void>): Transform {
  return new Transform({
    transform(chunk, _, done) {
      first().then(() => done(null, chunk), done)
    },
  })
}
