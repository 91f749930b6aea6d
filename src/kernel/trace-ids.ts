import type { Randomness } from './random.ts'

/** Half of an id is 24 bits, so that both halves are small integers. */
const half = 0x1000000
/** Ids that follow each other differ in their last digits; the numbers begin again after some 7 thousand million. */
const step = 0x9e37

/**
 * Ids of 12 lower-case hexadecimal digits, from a random one upwards: rows that are written together lie together in the
 * index of traces. Random ones make each event of a batch write another page of it, two thirds of all that the batch writes.
 */
export function traceIds(random: Pick<Randomness, 'hex'>): () => string {
  let last: { high: number; low: number } | undefined
  return () => {
    last ??= { high: Number.parseInt(random.hex(6), 16), low: Number.parseInt(random.hex(6), 16) }
    last.low += step
    if (last.low >= half) {
      last.low -= half
      last.high = (last.high + 1) % half
    }
    return digits(last.high) + digits(last.low)
  }
}

const digits = (number: number) => (half + number).toString(16).slice(1)
