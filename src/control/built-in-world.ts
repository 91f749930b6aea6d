import { builtInProviders } from '../providers/built-in.ts'
import type { Provider } from '../providers/index.ts'
import { readsOnce } from '../terms/index.ts'
import { type World, worldSchemaOf } from './world-schema.ts'

const common = {
  environments: {
    sandbox: { currencies: ['EUR'] },
    mtnghana: { currencies: ['GHS'], country: 'GH' },
    mtnivorycoast: { currencies: ['XOF'], country: 'CI', language: 'fr' },
    mtnuganda: { currencies: ['UGX'], country: 'UG' },
    mtnrwanda: { currencies: ['RWF'], country: 'RW' },
    mtnzambia: { currencies: ['ZMW'], country: 'ZM' },
    mtnbenin: { currencies: ['XOF'], country: 'BJ', language: 'fr' },
    mtncameroon: { currencies: ['XAF'], country: 'CM', language: 'fr' },
    mtncongo: { currencies: ['XAF'], country: 'CG', language: 'fr' },
    mtnguineaconakry: { currencies: ['GNF'], country: 'GN', language: 'fr' },
    mtnliberia: { currencies: ['LRD', 'USD'], country: 'LR' },
    mtnnigeria: { currencies: ['NGN'], country: 'NG' },
    mtnsouthafrica: { currencies: ['ZAR'], country: 'ZA' },
    mtnsouthsudan: { currencies: ['SSP'], country: 'SS' },
    mtnswaziland: { currencies: ['SZL'], country: 'SZ' },
  },
  people: [
    {
      phone: '+46733000001',
      name: 'Ama Lindqvist',
      balances: { EUR: '500.00' },
      email: 'ama@example.com',
      partyCode: '1d6c5b2e-6b1f-4d52-9c43-7f0f7f1c0a01',
      birthdate: '1990-02-01',
      gender: 'FEMALE',
    },
    { phone: '+46733000002', name: 'Ben Okoro', balances: { EUR: '120.00' } },
    { phone: '+46733000003', name: 'Cleo Berg', balances: { EUR: '5.00' } },
    { phone: '+233244000001', name: 'Kofi Mensah', environment: 'mtnghana', balances: { GHS: '800.00' } },
    {
      phone: '+2250544000001',
      name: 'Awa Koffi',
      language: 'fr',
      environment: 'mtnivorycoast',
      balances: { XOF: '75000' },
    },
    {
      phone: '+2348022221408',
      name: 'Ngozi Adeyemi',
      environment: 'mtnnigeria',
      balances: { NGN: '20770.99' },
    },
    { phone: '+2348022221409', name: 'Bola Eze', environment: 'mtnnigeria', balances: { NGN: '5400.00' } },
  ],
  network: {},
}

/** The default world of these providers, used where no world file sets something else. All of its keys and PINs are public. */
export function builtInWorldOf(providers: readonly Provider[]): World {
  return worldSchemaOf(providers).parse(common, readsOnce)
}

export const builtInWorld: World = builtInWorldOf(builtInProviders)

/** A world with the built-in parts of providers that it says nothing of. */
export function withParts(world: World, providers: readonly Provider[]): World {
  const missing = providers.flatMap(({ name, world: part }) =>
    part && !Object.hasOwn(world, name) ? [[name, part.schema.parse(part.builtIn, readsOnce)]] : [],
  )
  return missing.length === 0 ? world : { ...world, ...Object.fromEntries(missing) }
}
