import { builtInOnePipe } from '../providers/onepipe/server/index.ts'
import { type World, worldSchema } from './world-schema.ts'

/** The default world, used where no world file sets something else. All of these keys and PINs are public. */
export const builtInWorld: World = worldSchema.parse({
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
  momo: {
    subscriptionKeys: {
      collection: 'c0113c7104c0113c7104c0113c710401',
      disbursement: 'd15b0f5e3e47d15b0f5e3e47d15b0f02',
      remittance: '4e3177a7ce004e3177a7ce004e317703',
    },
    apiUsers: [
      {
        name: 'Kiosk 24',
        id: '5a1e0001-0000-4000-8000-000000000001',
        apiKey: '5a1e000100000000000000000000a001',
        providerCallbackHost: 'localhost',
      },
      {
        name: 'Accra Books',
        id: '5a1e0002-0000-4000-8000-000000000002',
        apiKey: '5a1e000200000000000000000000a002',
        providerCallbackHost: 'localhost',
        targetEnvironment: 'mtnghana',
      },
      {
        name: 'Abidjan Mode',
        id: '5a1e0003-0000-4000-8000-000000000003',
        apiKey: '5a1e000300000000000000000000a003',
        providerCallbackHost: 'localhost',
        targetEnvironment: 'mtnivorycoast',
      },
      {
        name: 'Lagos Market',
        id: '5a1e0004-0000-4000-8000-000000000004',
        apiKey: '5a1e000400000000000000000000a004',
        providerCallbackHost: 'localhost',
        targetEnvironment: 'mtnnigeria',
      },
    ],
  },
  onepipe: builtInOnePipe,
  network: {},
})
