/** A command cannot be run with these options. The message says why, and what to do. */
export class RedirectError extends Error {
  override readonly name = 'RedirectError' as const
  readonly data: Readonly<Record<string, unknown>>

  constructor(message: string, data: Record<string, unknown> = {}, options?: ErrorOptions) {
    super(message, options)
    this.data = data
  }
}

/** Why a connection failed: the error's code, or else its message. */
export function reasonOf(thrown: unknown): string {
  const { code, message, cause } = thrown as NodeJS.ErrnoException
  if (cause !== undefined) return reasonOf(cause)
  return code ?? message
}
