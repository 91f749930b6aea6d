import type { PortResponse } from '../client/index.ts'

/** The faults and codes of a tiny simulator, which only stores them. */
export class TinySettings {
  faults: Array<Record<string, unknown>> = []
  readonly codes = new Map<string, object>()

  /** @param key method and path; the result is undefined if it is not about faults or codes */
  answer(key: string, body: unknown): PortResponse | undefined {
    const [, verb = '', kind, code = ''] =
      /^(\w+) \/_sim\/(faults|network\/[\w-]+)(?:\/(.+))?$/.exec(key) ?? []
    if (kind === undefined) return undefined
    return kind === 'faults' ? this.#faults(verb, body) : this.#code(verb, { kind, code, body })
  }

  #faults(verb: string, body: unknown): PortResponse {
    if (verb !== 'GET') this.faults = verb === 'PUT' ? (body as Array<Record<string, unknown>>) : []
    return json(
      this.faults.map((plan, at) => ({
        ...{ id: `fault-${at + 1}`, match: {}, when: {}, args: {}, met: 0, injected: 0 },
        ...plan,
      })),
    )
  }

  #code(verb: string, { kind, code, body }: { kind: string; code: string; body: unknown }): PortResponse {
    const name = `${kind}/${code}`
    const empty = kind.endsWith('service-codes')
      ? { eventsUrl: null }
      : { callbackUrl: null, deliveryReportUrl: null, optOutUrl: null }
    if (verb === 'PUT') this.codes.set(name, { code, ...empty, ...(body as object) })
    if (verb === 'DELETE') this.codes.delete(name)
    if (verb === 'PUT') return json(this.codes.get(name))
    return json([...this.codes].filter(([one]) => one.startsWith(kind)).map(([, one]) => one))
  }
}

function json(body: unknown): PortResponse {
  return { status: 200, headers: { 'content-type': 'application/json' }, text: JSON.stringify(body) }
}
