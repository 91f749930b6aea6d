/** A company whose hosts are redirected. */
export interface Vendor {
  name: string
  /** These names and all names below them belong to the vendor. */
  domains: readonly string[]
  /**
   * The hosts that payersim answers for. An entry that begins with a dot means the name after it and all names below it.
   * A call to any other host of the vendor is refused.
   */
  answered: readonly string[]
  /** The single hosts that programs are known to call, answered or not. */
  known: readonly string[]
}

const africasTalking = ['africastalking.com', 'sandbox.africastalking.com']
const ofAfricasTalking = (services: readonly string[]) =>
  africasTalking.flatMap((domain) => services.map((service) => `${service}.${domain}`))

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

const ofOnePipe = ['api.onepipe.io', 'api.dev.onepipe.io', 'api.staging.onepipe.io', 'api.paygateplus.ng']

/**
 * The hosts from the vendors' own pages and clients; clients have no option to change them.
 *
 * A vendor's whole domain is redirected, because the vendor may add hosts: a refusal that names the host is better than a
 * call that costs money.
 */
export const vendors: readonly Vendor[] = [
  {
    name: 'MTN MoMo',
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
  },
  {
    name: 'Africa’s Talking',
    // Its SDK for Go builds the host from the service: https://SERVICE.africastalking.com, or below sandbox.
    domains: ['africastalking.com'],
    // SMS, subscriptions, tokens and the account (https://github.com/AfricasTalkingLtd, every SDK).
    answered: ofAfricasTalking(['api', 'content']),
    known: [
      ...ofAfricasTalking(['api', 'content', 'voice', 'payments', 'bundles', 'insights', 'chat', 'webrtc']),
      ...['ke', 'ug', 'ng', 'sandbox'].map((place) => `${place}.sip.africastalking.com`),
    ],
  },
  {
    name: 'OnePipe',
    // https://docs.onepipe.io, and the white label that speaks the same API.
    domains: ['onepipe.io', 'onepipe.com', 'api.paygateplus.ng'],
    answered: ofOnePipe,
    known: ofOnePipe,
  },
]
