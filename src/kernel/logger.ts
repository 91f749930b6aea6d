/** Of pino's logger, what is used: whoever has another brings these two. */
export interface Logger {
  warn(data: object, message: string): void
  error(data: object, message: string): void
}

export const silentLogger: Logger = { warn() {}, error() {} }
