import { parseAmount } from '../../../kernel/index.ts'
import type { ProviderServer } from '../../provider.ts'
import { resolveOnePipeQuirks } from '../quirks.ts'
import type { OnePipeWorld } from '../world.ts'
import { type OnePipeConfig, otpRules } from './config.ts'
import { onePipeControl } from './control.ts'
import { OnePipe } from './onepipe.ts'
import { balancePayments } from './payments.ts'
import { onepipeDbSchema } from './tables.ts'

export const onePipeServer: ProviderServer<OnePipeWorld> = {
  dbSchema: onepipeDbSchema,
  open(parts, { world, quirks }) {
    const onepipe = new OnePipe({ ...parts, config: onePipeConfig(world, quirks) })
    return {
      api: onepipe.api(),
      subscriptions: onepipe.subscriptions(),
      describeView: async () => (await import('../terms/index.ts')).onePipeViewSchema,
      view: () => ({
        apps: [...onepipe.apps()],
        sources: onepipe.sources().map((source) => {
          const { type, plaintext, phone, email } = source
          // `sendOtpBy` is listed for sources with a choice.
          const choice = email === undefined ? {} : { email, sendOtpBy: [...onepipe.channelsOf(source)] }
          return { type, plaintext, phone, ...choice }
        }),
      }),
      payments: balancePayments({ apps: onepipe.apps(), sources: onepipe.sources() }),
      mailboxes: () => onepipe.sources().flatMap(({ email }) => email ?? []),
      control: onePipeControl(parts.kernel, onepipe),
    }
  },
}

/** The configuration of a world. @throws InputError for an unknown quirk or value */
export function onePipeConfig(world: OnePipeWorld, quirks: Record<string, string>): OnePipeConfig {
  const { smsHandler: handler, emailHandler: byEmail, providerTimeoutSeconds, prices, ...rest } = world
  return {
    ...rest,
    providerTimeoutMs: providerTimeoutSeconds * 1000,
    smsHandler: typeof handler === 'string' ? { kind: handler } : { kind: 'onepipe', ...handler },
    emailHandler: typeof byEmail === 'string' ? { kind: byEmail } : { kind: 'onepipe', ...byEmail },
    prices: Object.fromEntries(
      Object.entries(prices).map(([service, { price, currency, shares }]) => [
        service,
        { price: parseAmount(price, currency), currency, shares },
      ]),
    ),
    otp: otpRules,
    quirks: resolveOnePipeQuirks(quirks),
  }
}
