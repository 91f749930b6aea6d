import type { Hosts } from '../terms/sim/provider.ts'

const domains = ['africastalking.com', 'sandbox.africastalking.com']
const below = (services: readonly string[]) =>
  domains.flatMap((domain) => services.map((service) => `${service}.${domain}`))

const hosts: Hosts = {
  // Its SDK for Go builds the host from the service: https://SERVICE.africastalking.com, or below sandbox.
  domains: ['africastalking.com'],
  // SMS, subscriptions, tokens and the account (https://github.com/AfricasTalkingLtd, every SDK).
  answered: below(['api', 'content']),
  known: [
    ...below(['api', 'content', 'voice', 'payments', 'bundles', 'insights', 'chat', 'webrtc']),
    ...['ke', 'ug', 'ng', 'sandbox'].map((place) => `${place}.sip.africastalking.com`),
  ],
}

/** Whose API the network has. */
export const africasTalking = {
  name: 'africastalking',
  title: 'Africa’s Talking',
  hosts,
  connect: async () => (await import('./connect/index.ts')).africasTalkingConnect,
} as const
