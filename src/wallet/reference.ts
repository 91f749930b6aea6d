/** By which a merchant knows what it asked for. */
export interface Reference {
  merchantId: number
  /** UUID version 4; as it is kept, in lower case. */
  referenceId: string
}

export const canonicalReference = ({ merchantId, referenceId }: Reference): Reference => ({
  merchantId,
  referenceId: referenceId.toLowerCase(),
})
