import type { ConnectPart } from '../../../terms/sim/connect.ts'
import type { OnePipeView } from '../terms/index.ts'
import { programsOf } from './programs.ts'

const words = {
  en: {
    ...{ apiKey: 'API key', secret: 'Secret' },
    account: (type: string) => `Account (${type})`,
    balance: 'It signs the request, encrypts the account, and prints the balance.',
    waits: (owner: string) =>
      `It signs the request, encrypts the account, and prints the answer: OnePipe waits for the code that ${owner} gets.`,
    here: 'OnePipe’s operations here',
    vendors: 'OnePipe’s own documentation',
  },
  fr: {
    ...{ apiKey: 'Clé d’API', secret: 'Secret' },
    account: (type: string) => `Compte (${type})`,
    balance: 'Il signe la requête, chiffre le compte et affiche le solde.',
    waits: (owner: string) =>
      `Il signe la requête, chiffre le compte et affiche la réponse : OnePipe attend le code que reçoit ${owner}.`,
    here: 'Les opérations de OnePipe ici',
    vendors: 'La documentation de OnePipe',
  },
}

/** A first balance, asked by the first app of the world; of an account whose owner gets the code by SMS, if there is one. */
export const onePipeConnect: ConnectPart = ({ url, world, language }) => {
  const { apps, sources } = world.onepipe as OnePipeView
  const [app] = apps
  const source = sources.find(({ type, sendOtpBy }) => type !== 'wallet' && !sendOtpBy) ?? sources[0]
  if (!app || !source) return undefined
  const owner = world.phones.find(({ msisdn }) => msisdn === source.phone)?.name ?? source.phone
  const say = words[language]
  return {
    baseUrl: url,
    as: app.name,
    keys: [
      { name: say.apiKey, value: app.apiKey },
      { name: say.secret, value: app.secret },
      { name: say.account(source.type), value: source.plaintext },
    ],
    outcome: app.otpOverride ? say.balance : say.waits(owner),
    programs: programsOf({ url, app, source }),
    documents: [
      { title: say.here, url: `${url}/docs#/OnePipe` },
      { title: say.vendors, url: 'https://docs.onepipe.io' },
    ],
  }
}
