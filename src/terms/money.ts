/** A decimal of any size; the code that reads the amount checks it against the currency. */
export const amountPattern = /^\d+(\.\d+)?$/

/** The form of an ISO 4217 code. */
export const currencyCodePattern = /^[A-Z]{3}$/

/** What an SMS costs, as Africa's Talking writes it: `KES 0.8000`. Its groups are currency, whole and fraction. */
export const pricePattern = /^([A-Z]{3}) (\d{1,9})(?:\.(\d{1,4}))?$/
