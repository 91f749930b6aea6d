/** What phones send SMS to: 3 to 8 digits. */
export const shortCodePattern = /^\d{3,8}$/

/** Who an SMS is from: a name of 1 to 11 characters. A {@link shortCodePattern short code} is one too. */
export const senderIdPattern = /^[A-Za-z0-9 .&_+-]{1,11}$/
