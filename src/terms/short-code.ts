/** The number that phones send SMS to: 3 to 8 digits. */
export const shortCodePattern = /^\d{3,8}$/

/** The sender of an SMS: a name of 1 to 11 characters, or a {@link shortCodePattern short code}. */
export const senderIdPattern = /^[A-Za-z0-9 .&_+-]{1,11}$/
