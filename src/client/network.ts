import { type ServiceCode, type ShortCode, serviceCodeSchema, shortCodeSchema } from '../terms/sim/network.ts'
import { checkOptions, text } from './known-options.ts'
import type { Wire } from './wire.ts'

const serviceCodes = serviceCodeSchema.array()
const shortCodes = shortCodeSchema.array()

/** Sets which apps answer which codes. */
export interface TelcoNetwork {
  /**
   * Points a USSD code such as `*384*1#` at an app.
   *
   * @param app its URL, or its URL and the URL for the end of each session
   */
  serviceCode(
    code: string,
    app: string | { callbackUrl: string; eventsUrl?: string | null },
  ): Promise<ServiceCode>
  removeServiceCode(code: string): Promise<void>
  serviceCodes(): Promise<ServiceCode[]>
  /** Sets the URL that gets SMS events of a short code or a sender id; `*` is every one without its own URL. */
  shortCode(code: string, urls: Partial<Omit<ShortCode, 'code'>>): Promise<ShortCode>
  removeShortCode(code: string): Promise<void>
  shortCodes(): Promise<ShortCode[]>
}

const textOrNull = (value: unknown) => (value === null ? undefined : text(value))

export function telcoNetwork(wire: Wire): TelcoNetwork {
  const path = (kind: 'service-codes' | 'short-codes', code: string) =>
    `/_sim/network/${kind}/${encodeURIComponent(code)}`
  const remove = async (at: string) => {
    await wire.send({ method: 'DELETE', path: at })
  }
  return {
    serviceCode: async (code, app) => {
      const given = typeof app === 'string' ? { callbackUrl: app } : app
      checkOptions('serviceCode', given, { callbackUrl: text, eventsUrl: textOrNull })
      return wire.ask(serviceCodeSchema, 'PUT', path('service-codes', code), { ...given })
    },
    removeServiceCode: (code) => remove(path('service-codes', code)),
    serviceCodes: () => wire.get(serviceCodes, '/_sim/network/service-codes'),
    shortCode: async (code, urls) => {
      const [callbackUrl, deliveryReportUrl, optOutUrl] = [textOrNull, textOrNull, textOrNull]
      checkOptions('shortCode', urls, { callbackUrl, deliveryReportUrl, optOutUrl })
      return wire.ask(shortCodeSchema, 'PUT', path('short-codes', code), { ...urls })
    },
    removeShortCode: (code) => remove(path('short-codes', code)),
    shortCodes: () => wire.get(shortCodes, '/_sim/network/short-codes'),
  }
}
