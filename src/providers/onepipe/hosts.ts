import type { Hosts } from '../../terms/sim/provider.ts'

const hosts = ['api.onepipe.io', 'api.dev.onepipe.io', 'api.staging.onepipe.io', 'api.paygateplus.ng']

/** https://docs.onepipe.io, and the white label that speaks the same API. */
export const onePipeHosts: Hosts = {
  domains: ['onepipe.io', 'onepipe.com', 'api.paygateplus.ng'],
  answered: hosts,
  known: hosts,
}
