/** The number that phones send SMS to: 3 to 8 digits. */
export const shortCodePattern = /^\d{3,8}$/
