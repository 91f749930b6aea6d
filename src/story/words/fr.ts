import { moneyIn } from '../../terms/index.ts'
import type { StoryWords } from './en.ts'
import { capital, small, withSpaces } from './kebab.ts'
import { clockTime, fromTo, spanOf } from './times.ts'

type Words = Readonly<Record<string, string>>

const reasons: Words = {
  'payer-not-found': 'Aucun compte n’a le numéro du payeur.',
  'payee-not-found': 'Aucun compte n’a le numéro du bénéficiaire.',
  'approval-rejected': 'Le payeur a dit non.',
  expired: 'Personne n’a répondu à temps.',
  'not-enough-funds': 'Il n’y a pas assez d’argent sur le compte.',
  'payer-limit-reached': 'Le payeur a atteint une limite du compte.',
  'payee-not-allowed-to-receive': 'Le compte du bénéficiaire ne peut pas recevoir d’argent.',
  cancelled: 'Le marchand a retiré la demande avant le paiement.',
  'payment-not-approved': 'Le paiement à rembourser n’a jamais été payé.',
  'more-than-was-paid': 'Le remboursement dépasse ce qui a été payé.',
}

const meanings: Words = {
  dropped: 'Rien n’est envoyé.',
  'failing-dns': 'L’hôte n’a pas d’adresse : personne n’est appelé.',
  lost: 'Rien n’arrive.',
  late: 'L’arrivée est retardée.',
  delayed: 'L’arrivée est retardée.',
  doubled: 'L’envoi arrive deux fois.',
  'out-of-order': 'L’ordre d’arrivée est changé.',
  rejected: 'L’envoi est refusé.',
  'app-time-out': 'L’application ne répond pas à temps.',
  'dropped-answer': 'La réponse de l’application est perdue.',
  'duplicated-hop': 'L’application est appelée deux fois.',
  'late-answer': 'La réponse arrive tard.',
  'dropped-session': 'Le réseau met fin à la session.',
  'lost-answer': 'L’opération est faite, et la réponse est perdue.',
}

/** As nouns, so that they agree with every kind of order. */
const statuses: Words = {
  pending: 'en attente',
  successful: 'réussite',
  failed: 'échec',
  approved: 'accord',
  rejected: 'refus',
  expired: 'expiration',
  cancelled: 'annulation',
}

export const orders: Words = {
  'request-to-pay': 'Demande de paiement',
  withdrawal: 'Retrait',
  invoice: 'Facture',
  'pre-approval': 'Autorisation de prélèvement',
  consent: 'Consentement',
  disbursement: 'Transfert',
  deposit: 'Dépôt',
  refund: 'Remboursement',
  'cash-transfer': 'Transfert d’espèces',
  'bill-payment': 'Paiement de facture',
  'balance-request': 'Demande de solde',
}

const balanceEnds: Words = {
  expired: 'Expiration.',
  locked: 'Trop de mauvais codes.',
  reversed: 'Demande retirée.',
  undelivered: 'Code non envoyé.',
  unreadable: 'Demande illisible.',
  abandoned: 'Sans réponse du fournisseur.',
}

/** By kind of event. */
const others: Words = {
  'balance-request.opened': 'Demande de solde : ouverte',
  'balance-request.answered': 'Demande de solde : réponse donnée',
  'balance-request.code-issued': 'Demande de solde : code envoyé',
  'balance-request.verified': 'Demande de solde : bon code',
  'balance-request.wrong-answer': 'Demande de solde : mauvais code',
  'balance-request.expired': 'Demande de solde : expirée',
  'balance-request.locked': 'Demande de solde : bloquée, trop de mauvais codes',
  'balance-request.reversed': 'Demande de solde : retirée par l’application',
  'balance-request.undelivered': 'Demande de solde : code non envoyé',
  'balance-request.unreadable': 'Demande de solde : illisible pour cette version',
  'balance-request.abandoned': 'Demande de solde : sans réponse du fournisseur',
  'call.held': 'Appel retenu',
  'call.released': 'Appel relâché',
  'faults.set': 'Pannes prévues',
  'faults.cleared': 'Plus aucune panne prévue',
  'handset.network-changed': 'Téléphone : autre réseau',
  'service-code.pointed': 'Code de service : dirigé vers une application',
  'service-code.unpointed': 'Code de service : supprimé',
  'short-code.pointed': 'Numéro court : URL de rappel réglées',
  'short-code.unpointed': 'Numéro court : URL de rappel supprimées',
  'sms.opted-out': 'SMS : plus de messages voulus',
  'sms.opted-in': 'SMS : messages voulus de nouveau',
  'sms.subscribed': 'SMS : abonnement pris',
  'sms.unsubscribed': 'SMS : abonnement arrêté',
  'snapshot.taken': 'Instantané pris',
  'snapshot.restored': 'Instantané restauré',
  'snapshot.removed': 'Instantané supprimé',
  'world.reset': 'Monde réinitialisé',
}

const ended: Words = { 'timed-out': 'délai dépassé', cancelled: 'raccroché', failed: 'échec', ended: 'fin' }

const points: Words = {
  'ussd-hop': 'Un échange USSD',
  sms: 'Un SMS vers un téléphone',
  'sms-report': 'Un accusé de réception',
  'sms-inbound': 'Un SMS d’un téléphone',
  callback: 'Un rappel au marchand',
  email: 'Un e-mail vers une boîte',
  operation: 'Un appel de l’API d’un fournisseur',
}

export const actions: Words = {
  'app-time-out': 'application sans réponse',
  'dropped-answer': 'réponse perdue',
  'duplicated-hop': 'appel en double',
  'late-answer': 'réponse tardive',
  'dropped-session': 'session coupée',
  lost: 'perte',
  delayed: 'retard',
  rejected: 'refus',
  doubled: 'double envoi',
  dropped: 'perte',
  late: 'retard',
  'out-of-order': 'désordre',
  'failing-dns': 'hôte introuvable',
  'answers-500': 'réponse 500',
  'answers-502': 'réponse 502',
  'answers-503': 'réponse 503',
  'answers-429': 'réponse 429',
  'no-answer': 'aucune réponse',
  'lost-answer': 'réponse perdue',
  'token-dies': 'jeton invalide',
}

const of = (table: Words, name: string): string | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined
const begun = (words: string) => words.charAt(0).toUpperCase() + words.slice(1)
const status = (word: string) => of(statuses, word.toLowerCase()) ?? word.toLowerCase()

/** Every text of a story in French. */
export const french: StoryWords = {
  tag: 'fr',
  reasons,
  meanings,

  yourProgram: 'Votre programme',
  wallet: 'Portefeuille',
  network: 'Réseau',
  mailbox: 'Boîte aux lettres',
  gateway: 'Passerelle',
  payersApp: 'Application du payeur',
  phone: 'Téléphone',

  whatHappened: 'Ce qui s’est passé',
  title: (order, who) => `${order}${who.length > 0 ? ` : ${who.join(' et ')}` : ''}`,
  orderName: (kind) => of(orders, kind) ?? capital(kind),
  orderOf: (name, sum) => (sum ? `${name} de ${sum}` : name),
  orderEnded: (name, word) => `${name} : ${status(word)}`,
  orderRefused: (name) => `${name} : refus`,
  orderTold: (name, what, said) => `${name}, ${small(what)}${said && ` : ${said}`}`,
  endedBy: (who) =>
    who === 'time'
      ? 'Fin du délai.'
      : who === 'payer'
        ? 'Fin voulue par le payeur.'
        : 'Fin voulue par le marchand.',
  outcome: (word, why) => `${begun(status(word))}${why === undefined ? '.' : ` : ${why}`}`,
  reasonOf: (reason) => of(reasons, reason) ?? `La raison : ${withSpaces(reason)}.`,
  money: (amount, currency) => moneyIn('fr', amount, currency),
  moved: (sum, from, to) => `${sum} : ${from} → ${to}`,
  moneyMoved: 'Mouvement d’argent',
  successful: 'Réussite.',
  balanceEnd: (word) => of(balanceEnds, word) ?? `${capital(word)}.`,
  other: (family, what) => of(others, `${family}.${what}`) ?? `${capital(family)} : ${small(what)}`,

  callback: (told, request) => (told ? `Rappel ${told} : ${request}` : `Rappel : ${request}`),
  noAnswer: (error) => `Aucune réponse : ${error ?? 'la connexion a été perdue'}`,
  callbackUnanswered: 'Le destinataire n’a pas répondu.',
  callbackNotTaken:
    'Le destinataire ne l’a pas accepté : une réponse de 200 à 299 dirait que c’est bien arrivé.',
  noScreen: 'L’application n’a donné aucune réponse que le réseau puisse afficher.',

  types: (text) => `Tape ${text}`,
  dials: (code) => `Compose ${code}`,
  rings: (serviceCode) => `Sonne : une session de ${serviceCode} s’ouvre`,
  turnsPage: (page, pages) => `Passe à la page ${page} sur ${pages}`,
  sessionOver: 'La session est finie',
  hangsUp: 'Raccroche',
  sessionTimedOut: 'Le temps de la session est écoulé',
  sessionBroke: 'La session s’est coupée',
  switchedOn: 'Allumé',
  switchedOff: 'Éteint',
  smsTo: (to, text) => `SMS à ${to} : ${text}`,
  smsFrom: (from, text) => `SMS de ${from} : ${text}`,
  smsWaits: 'Le SMS attend : le téléphone est éteint',
  smsLate: (until) => `Le SMS est en retard${until ? ` : il arrive à ${clockTime(until)}` : ''}`,
  smsNeverArrived: 'Le SMS n’est jamais arrivé',
  phoneOffTooLong: 'Le téléphone est resté éteint trop longtemps.',
  smsLost: 'Le SMS s’est perdu',
  smsRefused: 'Le SMS a été refusé',
  smsNotSent: 'Le SMS n’est pas parti',
  emailTo: (to, subject) => `E-mail à ${to} : ${subject}`,
  emailRefused: (to) => `L’e-mail à ${to} a été refusé`,
  emailLost: (to) => `L’e-mail à ${to} s’est perdu`,
  opensAccount: (name) => `Ouvre un compte pour ${name}`,
  wrongPin: 'PIN faux',
  triesLeft: (count = 0) => `Encore ${count} ${count < 2 ? 'essai' : 'essais'}.`,
  accountLocked: 'Le compte est bloqué',
  pinTooOften: 'Le PIN a été faux trop souvent.',
  toldOfEnd: (word) => `Apprend la fin de la session${word ? ` : ${of(ended, word) ?? small(word)}` : ''}`,
  hearsOfSms: (word) => `Apprend ce que son SMS est devenu : ${word}`,

  clockRuns: 'L’horloge tourne',
  clockStands: 'L’horloge est arrêtée',
  clockJumps: (milliseconds, from, to) =>
    `L’horloge ${milliseconds < 0 ? 'recule' : 'avance'} de ${spanOf(milliseconds, 'j')} : ${fromTo('fr', from, to)}`,

  answerHeld: (until) => `Panne : la réponse est retenue${until ? ` jusqu’à ${clockTime(until)}` : ''}`,
  endToApp: 'La fin de la session, dite à l’application',
  faultPoint: (point = '') => of(points, point) ?? point,
  fault: (what, action, delay) =>
    `Panne : ${what} · ${of(actions, action) ?? small(action)}${delay ? ` de ${delay}` : ''}`,
  reasonGiven: (reason) => `La raison donnée : ${reason}.`,
  plannedAs: (plan) => `Prévue comme ${plan}.`,
  notSentAgain: 'L’envoi n’est pas arrivé, et n’est pas refait',
  answerWas: (code) => `La réponse était ${code}.`,
}
