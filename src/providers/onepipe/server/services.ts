/** The services, in the normal spelling of `request_type`. */
export const services = ['get_balance', 'send_sms', 'send_email'] as const
export type Service = (typeof services)[number]

export function isService(type: string): type is Service {
  return (services as readonly string[]).includes(type)
}
