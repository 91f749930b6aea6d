import { createHmac, randomBytes, randomFillSync, randomInt } from 'node:crypto'

/** The source of ids and codes: the operating system, or a seed, which gives the same ones again. */
export interface Randomness {
  bytes(count: number): Buffer
  /** UUID version 4. */
  uuid(): string
  /** `count` lower-case hexadecimal digits. */
  hex(count: number): string
  /** `count` decimal digits, each equally likely. */
  digits(count: number): string
}

function over(bytes: (count: number) => Buffer): Randomness {
  return {
    bytes,
    uuid() {
      const raw = bytes(16)
      raw[6] = ((raw[6] ?? 0) & 0x0f) | 0x40
      raw[8] = ((raw[8] ?? 0) & 0x3f) | 0x80
      const text = raw.toString('hex')
      return `${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-${text.slice(16, 20)}-${text.slice(20)}`
    },
    hex: (count) =>
      bytes(Math.ceil(count / 2))
        .toString('hex')
        .slice(0, count),
    digits(count) {
      let text = ''
      while (text.length < count) {
        for (const byte of bytes(count)) if (byte < 250 && text.length < count) text += String(byte % 10)
      }
      return text
    },
  }
}

/** Random bytes drawn in advance, because a system call costs the same for few bytes as for many. None is used twice. */
const pool = { bytes: Buffer.alloc(4096), used: 4096 }

function fromPool(count: number): Buffer {
  if (count > 256) return randomBytes(count)
  if (pool.used + count > pool.bytes.length) {
    randomFillSync(pool.bytes)
    pool.used = 0
  }
  const taken = Buffer.from(pool.bytes.subarray(pool.used, pool.used + count))
  pool.bytes.fill(0, pool.used, pool.used + count)
  pool.used += count
  return taken
}

export const systemRandomness: Randomness = {
  ...over(fromPool),
  digits: (count) => Array.from({ length: count }, () => randomInt(10)).join(''),
}

/**
 * The same seed and generation give the same values in the same order. The generation counts how often the store was
 * opened, so that a restart does not repeat ids.
 */
export function seededRandomness(seed: string, generation: number): Randomness {
  let counter = 0
  return over((count) => {
    const blocks: Buffer[] = []
    for (let size = 0; size < count; size += 32) {
      blocks.push(createHmac('sha256', seed).update(`${generation}:${counter++}`).digest())
    }
    return Buffer.concat(blocks).subarray(0, count)
  })
}
