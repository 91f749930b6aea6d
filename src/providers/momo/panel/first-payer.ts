import type { WorldView } from '../../../terms/sim/world.ts'
import { worldPath } from '../../../web/parts.ts'

/** Whom a merchant asks where nobody is chosen: the first person of its environment. */
export function firstPayer(world: WorldView, { targetEnvironment }: { targetEnvironment: string }) {
  const near = world.phones.find(({ environment }) => environment === targetEnvironment)
  const person = near ?? world.phones[0]
  return {
    phone: person?.msisdn ?? '',
    name: person?.name ?? person?.msisdn ?? 'somebody',
    pin: person?.pin ?? null,
    currency: person?.balances[0]?.currency ?? near?.balances[0]?.currency ?? 'EUR',
  }
}

/** The default callback URL: this world, by the host that the API user has. */
export function ownSink(host: string): string {
  return host === 'localhost' || host === '127.0.0.1'
    ? `http://${host}:${location.port || '80'}${worldPath}/page/callback`
    : ''
}
