/** The two methods of pino's logger that the kernel calls. Any logger with them will do. */
export interface Logger {
  warn(data: object, message: string): void
  error(data: object, message: string): void
}

export const silentLogger: Logger = { warn() {}, error() {} }
