/** A command cannot be run as asked. The message says why, and what to do. */
export class RedirectError extends Error {
  override readonly name = 'RedirectError' as const
  readonly data: Readonly<Record<string, unknown>>

  constructor(message: string, data: Record<string, unknown> = {}, options?: ErrorOptions) {
    super(message, options)
    this.data = data
  }
}

/** What a person needs to know of a failed connection: its code, or what there is. */
export function reasonOf(thrown: unknown): string {
  const { code, message, cause } = thrown as NodeJS.ErrnoException
  if (cause !== undefined) return reasonOf(cause)
  return code ?? message
}
