/** 100 % in units of 0.0001 %: a share has up to four decimals. */
const whole = 1_000_000n

/** `60%` or `33.3333%` in units of 0.0001 %; undefined for a text that is no share. */
export function sharePartsOf(text: string): bigint | undefined {
  const [, digits, decimals = ''] = /^(\d{1,3})(?:\.(\d{1,4}))?%$/.exec(text) ?? []
  if (digits === undefined) return undefined
  const parts = BigInt(digits + decimals.padEnd(4, '0'))
  return parts > whole ? undefined : parts
}

/** Whether the shares add up to 100 %. */
export function areWhole(shares: readonly string[]): boolean {
  return shares.reduce((sum, share) => sum + (sharePartsOf(share) ?? 0n), 0n) === whole
}

/**
 * Divides an amount in minor units by shares that add up to 100 %. Each party gets its share, rounded down; the minor
 * units that are left go one by one to the largest remainders (of equal ones, to the party named first), so that the
 * parts add up to the amount.
 *
 * @example
 * divided(100n, { provider: '33.3334%', host: '33.3333%', iso: '33.3333%' }) // { provider: 34n, host: 33n, iso: 33n }
 */
export function divided(amount: bigint, shares: Readonly<Record<string, string>>): Record<string, bigint> {
  const parties = Object.entries(shares).map(([party, share]) => {
    const exact = amount * (sharePartsOf(share) ?? 0n)
    return { party, part: exact / whole, remainder: exact % whole }
  })
  let left = amount - parties.reduce((sum, { part }) => sum + part, 0n)
  const byRemainder = parties.toSorted((one, other) => Number(other.remainder - one.remainder))
  for (const party of byRemainder) {
    if (left === 0n) break
    party.part += 1n
    left -= 1n
  }
  return Object.fromEntries(parties.map(({ party, part }) => [party, part]))
}
