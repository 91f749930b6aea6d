/** Identifies a merchant's order. */
export interface Reference {
  merchantId: number
  /** UUID version 4; stored in lower case. */
  referenceId: string
}

export const canonicalReference = ({ merchantId, referenceId }: Reference): Reference => ({
  merchantId,
  referenceId: referenceId.toLowerCase(),
})
