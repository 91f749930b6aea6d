import type { ConnectPart } from '../../../terms/sim/connect.ts'
import type { MomoView } from '../terms/index.ts'
import { programsOf } from './programs.ts'

const words = {
  en: {
    ...{ subscriptionKey: 'Subscription key', apiUser: 'API user', apiKey: 'API key' },
    environment: 'Target environment',
    outcome: (name: string) =>
      `It asks ${name} for money and prints the status: pending, until ${name} answers on the phone.`,
    here: 'MTN MoMo’s operations here',
    vendors: 'MTN’s own documentation',
  },
  fr: {
    ...{ subscriptionKey: 'Clé d’abonnement', apiUser: 'Utilisateur d’API', apiKey: 'Clé d’API' },
    environment: 'Environnement cible',
    outcome: (name: string) =>
      `Il demande de l’argent à ${name} et affiche l’état : pending, jusqu’à la réponse de ${name} au téléphone.`,
    here: 'Les opérations de MTN MoMo ici',
    vendors: 'La documentation de MTN',
  },
}

/** A first request to pay, of the first API user of the world to the first person of its environment. */
export const momoConnect: ConnectPart = ({ url, world, language }) => {
  const { subscriptionKeys, apiUsers } = world.momo as MomoView
  const [user] = apiUsers
  if (!user) return undefined
  const { id, apiKey, targetEnvironment } = user
  const near = world.phones.find(({ environment }) => environment === targetEnvironment)
  const payer = near ?? world.phones[0]
  const say = words[language]
  return {
    baseUrl: url,
    as: user.name,
    keys: [
      { name: say.subscriptionKey, value: subscriptionKeys.collection },
      { name: say.apiUser, value: id },
      { name: say.apiKey, value: apiKey },
      { name: say.environment, value: targetEnvironment },
    ],
    outcome: say.outcome(payer?.name ?? payer?.msisdn ?? ''),
    programs: programsOf({
      url,
      subscriptionKey: subscriptionKeys.collection,
      userId: id,
      apiKey,
      environment: targetEnvironment,
      phone: payer?.msisdn.replace('+', '') ?? '46733000001',
      amount: '12.50',
      currency: payer?.balances[0]?.currency ?? 'EUR',
    }),
    documents: [
      { title: say.here, url: `${url}/docs#/collection` },
      { title: say.vendors, url: 'https://momodeveloper.mtn.com/api-documentation' },
    ],
  }
}
