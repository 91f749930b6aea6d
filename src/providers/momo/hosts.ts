import type { Hosts } from '../../terms/sim/provider.ts'

// The country codes of all countries where MTN has wallets. Installations of single countries have their own hosts, such
// as proxy.momoapi.mtn.co.rw and proxy.momoapi.mtn.cm, which many programs call. No list of them is published, so each
// country is here in the three forms that such names have.
const countries = 'bj cg ci cm gh gn gw lr ng rw ss sz ug za zm'.split(' ')
const mtnSites = [
  'mtn.com',
  ...countries.flatMap((country) => [`mtn.${country}`, `mtn.co.${country}`, `mtn.com.${country}`]),
]
const ofMtn = (services: readonly string[]) =>
  services.flatMap((service) => mtnSites.map((site) => `${service}.${site}`))
/** momodeveloper. is the portal too; MTN's guide to its API posts /v1_0/apiuser to it, and so do clients. */
const momoServices = ['momodeveloper', 'momoapi']

/**
 * From MTN's own pages and clients; clients have no option to change them.
 *
 * The whole domain is redirected, because MTN may add hosts: a refusal that names the host is better than a call that
 * costs money.
 */
export const momoHosts: Hosts = {
  domains: [
    'momo.africa',
    // MTN has many other sites, so only the parts that are MoMo's. api. is its other gateway
    // (https://developers.mtn.com), whose payments debit the same wallets.
    ...ofMtn([...momoServices, 'api']),
    'ericssonbasicapi1.azure-api.net',
    'ericssonbasicapi2.azure-api.net',
    'pg-all.azure-api.net',
  ],
  answered: [
    // proxy.momoapi. is in MTN's SDKs (https://github.com/MTN-Group); the bare name and sandbox. are in other clients.
    ...ofMtn(momoServices).map((name) => `.${name}`),
    // The platform of 2026 (https://github.com/DALIHILLARY/momo-openapi).
    '.momoapi.momo.africa',
    // The gateways of 2018 and 2019, which clients still default to.
    'ericssonbasicapi1.azure-api.net',
    'ericssonbasicapi2.azure-api.net',
    'pg-all.azure-api.net',
  ],
  known: [
    'sandbox.momodeveloper.mtn.com',
    'momodeveloper.mtn.com',
    'proxy.momoapi.mtn.com',
    'momoapi.mtn.com',
    'sandbox.momoapi.mtn.com',
    'momoapi.momo.africa',
    'sandbox.momodeveloper.mtn.co.rw',
    'momodeveloper.mtn.co.rw',
    'proxy.momoapi.mtn.co.rw',
    'momoapi.mtn.co.rw',
    'proxy.momoapi.mtn.co.ug',
    'proxy.momoapi.mtn.cm',
    'proxy.momoapi.mtn.ci',
    'ericssonbasicapi1.azure-api.net',
    'ericssonbasicapi2.azure-api.net',
    'pg-all.azure-api.net',
    'api.mtn.com',
  ],
}
