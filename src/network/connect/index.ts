import type { ConnectPart } from '../../terms/sim/connect.ts'
import { programsOf } from './programs.ts'

const words = {
  en: {
    ...{ username: 'Username', apiKey: 'API key' },
    outcome: (name: string) => `It sends an SMS to ${name}, prints the answer, and the SMS is on the phone.`,
    here: 'Africa’s Talking’s operations here',
    vendors: 'Africa’s Talking’s own documentation',
  },
  fr: {
    ...{ username: 'Nom d’utilisateur', apiKey: 'Clé d’API' },
    outcome: (name: string) =>
      `Il envoie un SMS à ${name}, affiche la réponse, et le SMS est sur le téléphone.`,
    here: 'Les opérations d’Africa’s Talking ici',
    vendors: 'La documentation d’Africa’s Talking',
  },
}

/** A first SMS of the world's own application to the first phone. */
export const africasTalkingConnect: ConnectPart = ({ url, world, led, language }) => {
  const { username, apiKey } = world.network
  const phone = world.phones[0]
  const to = phone?.msisdn ?? '+46733000001'
  const say = words[language]
  return {
    baseUrl: `${url}/version1`,
    as: username,
    keys: [
      { name: say.username, value: username },
      { name: say.apiKey, value: apiKey },
    ],
    outcome: say.outcome(phone?.name ?? to),
    programs: programsOf({ url, username, apiKey, to, text: 'Your order is on its way.', led }),
    documents: [
      { title: say.here, url: `${url}/docs#/Africa’s%20Talking%20SMS` },
      { title: say.vendors, url: 'https://developers.africastalking.com' },
    ],
  }
}
