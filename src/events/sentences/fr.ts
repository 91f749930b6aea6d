import { type FaultAction, type FaultPoint, wordsIn } from '../../terms/index.ts'
import type { HeldEnd, HoldPointName } from '../../terms/sim/hold.ts'
import type { ExchangeData } from '../../terms/sim/timeline-entry.ts'
import type { Events } from '../index.ts'
import { clause, placeOf, saidIn } from './http-parts.ts'
import type { Language, Sentences, Speaker } from './sentence.ts'

const quoted = (text: string | null | undefined) => (text ? ` : « ${text} »` : '')
const because = (reason: string | null | undefined) => (reason ? ` : ${reason}` : '')
const time = (iso: string) => iso.slice(11, 19)
const counted = (count: number, one: string, many = `${one}s`) => `${count} ${count < 2 ? one : many}`

/** `de Kiosk 24`, `d’Ama`. */
const of = (name: string) => (/^[aeiouyâàéèêëîïôûùœæh]/i.test(name) ? `d’${name}` : `de ${name}`)

/** What the wallet finds; a provider's own reasons are words already. */
const reasons: Readonly<Record<string, string>> = {
  'payer-not-found': 'personne n’a ce numéro',
  'payee-not-found': 'personne n’a ce numéro',
  expired: 'personne n’a répondu à temps',
  'not-enough-funds': 'il n’y a pas assez d’argent',
  'payer-limit-reached': 'une limite du payeur est dépassée',
  'payee-not-allowed-to-receive': 'le bénéficiaire ne peut pas recevoir d’argent',
  cancelled: 'la demande a été annulée',
  'payment-not-approved': 'ce paiement n’a jamais été payé',
  'more-than-was-paid': 'c’est plus que ce qui a été payé',
}

const why = (reason: string | null) =>
  reason === null ? 'échec' : (reasons[reason] ?? reason.replaceAll('-', ' '))

/** How a person asks and answers: who is asked for what. */
function asked(data: Events['request-to-pay.created'], { who, money }: Speaker, forWhat = ''): string {
  const { merchant, amount, currency, automatic, message } = data
  if (automatic) return `${merchant} prélève ${money(amount, currency)} à ${who}, qui l’a permis avant`
  return `${merchant} a demandé ${money(amount, currency)} à ${who}${forWhat}${quoted(message)}`
}

function paid(data: Events['request-to-pay.settled'], { who, money }: Speaker): string {
  const { merchant, amount, currency, status, reason, automatic } = data
  const sum = money(amount, currency)
  if (status === 'SUCCESSFUL')
    return automatic
      ? `${who} a payé ${sum} à ${merchant} sans autre demande`
      : `${who} a approuvé ${sum} pour ${merchant}`
  if (reason === 'approval-rejected') return `${who} a refusé ${sum} pour ${merchant}`
  if (reason === 'expired') return `${who} n’a pas répondu à temps : ${sum} pour ${merchant}, demande expirée`
  return `${who} n’a pas payé ${sum} à ${merchant} : ${why(reason)}`
}

type Permission = Events['pre-approval.settled'] | Events['consent.settled']

function permitted({ merchant, status, reason }: Permission, { who }: Speaker, what: string): string {
  if (status === 'APPROVED') return `${who} a permis à ${merchant} ${what}`
  if (status === 'REJECTED') return `${who} n’a pas permis à ${merchant} ${what}`
  if (status === 'EXPIRED') return `${who} n’a pas dit à temps si ${merchant} peut le faire`
  if (status === 'CANCELLED') return `${merchant} ne demande plus de permission à ${who}`
  return `${merchant} n’a pas eu la permission ${what} : ${why(reason)}`
}

function withdrawn(
  { merchant, status, by }: Events['pre-approval.ended'] | Events['consent.ended'],
  { who }: Speaker,
  what: string,
): string {
  if (status === 'EXPIRED' || by === 'time')
    return `Le délai pendant lequel ${who} permet à ${merchant} ${what} est passé`
  return by === 'payer'
    ? `${who} ne permet plus à ${merchant} ${what}`
    : `${merchant} a rendu la permission ${of(who)} ${what}`
}

const debit = 'de débiter le compte sans demander'
const read = 'de lire les données personnelles'

type Payout = Events['disbursement.settled']

function sent({ merchant, amount, currency, status, reason }: Payout, by: Speaker, words: string): string {
  const sum = by.money(amount, currency)
  if (status === 'SUCCESSFUL') return `${by.who} a reçu ${sum}${words} ${of(merchant)}`
  return `${by.who} n’a pas reçu ${sum}${words} ${of(merchant)} : ${why(reason)}`
}

const sends = ({ merchant, amount, currency }: Payout, { who, money }: Speaker, words = '') =>
  `${merchant} envoie ${money(amount, currency)} à ${who}${words}`

/** What each fault strikes, and what it does. */
const pointWords: Readonly<Record<FaultPoint, string>> = {
  'ussd-hop': 'un échange USSD',
  sms: 'un SMS vers un téléphone',
  'sms-report': 'un accusé de réception',
  'sms-inbound': 'un SMS d’un téléphone',
  callback: 'un rappel au marchand',
  email: 'un e-mail vers une boîte',
  operation: 'un appel de l’API d’un fournisseur',
}

const faultWords: Readonly<Record<FaultAction, string>> = {
  'app-time-out': 'l’application n’a pas répondu à temps',
  'dropped-answer': 'la réponse de l’application s’est perdue',
  'duplicated-hop': 'l’application a été appelée deux fois',
  'late-answer': 'la réponse arrive tard',
  'dropped-session': 'la session s’est coupée',
  lost: 'perte en route',
  delayed: 'arrivée tardive',
  rejected: 'refus',
  doubled: 'envoi en double',
  dropped: 'perte en route',
  late: 'arrivée tardive',
  'out-of-order': 'arrivée après un plus récent',
  'failing-dns': 'nom d’hôte introuvable',
  'answers-500': 'réponse 500',
  'answers-502': 'réponse 502',
  'answers-503': 'réponse 503',
  'answers-429': 'réponse 429',
  'no-answer': 'aucune réponse',
  'lost-answer': 'réponse perdue',
  'token-dies': 'jeton devenu invalide',
}

function faulty(point: FaultPoint, action: string): string {
  const words = Object.hasOwn(faultWords, action) ? faultWords[action as FaultAction] : action
  return `${pointWords[point] ?? point} : ${words}`
}

/** D’un appel qui est retenu. */
const heldWords: Readonly<Record<HoldPointName, (place: { host: string; path: string }) => string>> = {
  request: ({ path }) => `L’appel ${path}`,
  answer: ({ path }) => `Le retour de ${path}`,
  callback: ({ host }) => `Un rappel à ${host}`,
  hop: ({ host }) => `Un échange USSD avec ${host}`,
}
const releasedWords: Readonly<Record<HeldEnd, string>> = {
  'as it was': 'est reparti',
  changed: 'est reparti modifié',
  dropped: 'a été abandonné',
  'caller gone': 'n’est plus retenu : l’appelant n’attend plus',
}

const units = [
  [86_400_000, 'jour'],
  [3_600_000, 'heure'],
  [60_000, 'minute'],
  [1_000, 'seconde'],
] as const

function span(milliseconds: number): string {
  let rest = Math.abs(milliseconds)
  const said: string[] = []
  for (const [length, unit] of units) {
    const count = Math.floor(rest / length)
    rest -= count * length
    if (count > 0) said.push(counted(count, unit))
  }
  return said.slice(0, 2).join(' ') || 'moins d’une seconde'
}

const events = {
  'account-holder.opened': ({ name }, { who }) =>
    `Un compte a été ouvert pour ${name === who ? who : `${who} (${name})`}, que personne ne connaissait`,
  'request-to-pay.created': (data, by) => asked(data, by),
  'request-to-pay.settled': paid,
  'withdrawal.created': (data, by) => asked(data, by, ', pour un retrait en espèces'),
  'withdrawal.settled': paid,
  'invoice.created': ({ merchant, amount, currency, number, message }, { who, money }) =>
    `${merchant} a envoyé à ${who} la facture ${number} de ${money(amount, currency)}${quoted(message)}`,
  'invoice.settled': (data, by) => {
    const sum = by.money(data.amount, data.currency)
    if (data.status === 'SUCCESSFUL') return `${by.who} a payé la facture ${of(data.merchant)}, ${sum}`
    if (data.reason === 'cancelled') return `${data.merchant} a annulé sa facture de ${sum} pour ${by.who}`
    if (data.reason === 'expired')
      return `${by.who} n’a pas payé à temps la facture ${of(data.merchant)}, ${sum}`
    return paid(data, by)
  },
  'request-to-pay.refused': ({ reason, reasonIn }, { who }) =>
    `Une demande de paiement pour ${who} a été refusée : ${wordsIn('fr', reason, reasonIn)}`,
  'pre-approval.created': ({ merchant, message }, { who }) =>
    `${merchant} a demandé à ${who} la permission ${debit}${quoted(message)}`,
  'pre-approval.settled': (data, by) => permitted(data, by, debit),
  'pre-approval.ended': (data, by) => withdrawn(data, by, debit),
  'consent.created': ({ merchant, scopes }, { who }) =>
    `${merchant} a demandé à ${who} la permission ${read} (${scopes.replaceAll(' ', ', ')})`,
  'consent.settled': (data, by) => permitted(data, by, read),
  'consent.ended': (data, by) => withdrawn(data, by, read),
  'disbursement.created': (data, by) => sends(data, by),
  'disbursement.settled': (data, by) => sent(data, by, ''),
  'deposit.created': (data, by) => sends(data, by, ', en dépôt'),
  'deposit.settled': (data, by) => sent(data, by, ' en dépôt'),
  'refund.created': ({ merchant, amount, currency }, { who, money }) =>
    `${merchant} rembourse ${money(amount, currency)} à ${who}`,
  'refund.settled': (data, by) => sent(data, by, ' en remboursement'),
  'cash-transfer.created': (data, by) => sends(data, by, ', depuis un autre pays'),
  'cash-transfer.settled': (data, by) => sent(data, by, ' depuis un autre pays, de la part'),
  'bill-payment.created': ({ merchant, amount, currency, payee }, { money }) =>
    `${merchant} paie à ${payee} une facture de ${money(amount, currency)}`,
  'bill-payment.settled': ({ merchant, amount, currency, status, reason }, { money }) =>
    status === 'SUCCESSFUL'
      ? `${merchant} a payé une facture de ${money(amount, currency)}`
      : `${merchant} n’a pas payé une facture de ${money(amount, currency)} : ${why(reason)}`,
  'pin.wrong': ({ triesLeft }, { who }) =>
    `${who} a tapé un mauvais code PIN : encore ${counted(triesLeft, 'essai')}`,
  'pin.locked': (_, { who }) => `${who} a tapé trop de mauvais codes PIN : le compte est bloqué`,
  'ussd.dialled': ({ code, sessionId }, { who }) =>
    sessionId === null ? `${who} a composé ${code}, qui ne mène nulle part` : `${who} a composé ${code}`,
  'ussd.pushed': ({ serviceCode }, { who }) =>
    `Le téléphone ${of(who)} a sonné : une question du ${serviceCode}`,
  'ussd.hop': ({ screen, status, diagnosis, diagnosisIn, error, errorIn }, { who }) =>
    status === 'failed'
      ? `Le téléphone ${of(who)} n’a reçu aucun écran${because(wordsIn('fr', diagnosis, diagnosisIn) ?? wordsIn('fr', error, errorIn))}`
      : `Le téléphone ${of(who)} affiche « ${screen.split('\n')[0]} »`,
  'ussd.paged': ({ page, pages }, { who }) => `${who} est à la page ${page} sur ${pages}`,
  'ussd.session-ended': ({ serviceCode, status, hops, error, errorIn }, { who }) => {
    if (status === 'cancelled') return `${who} a raccroché le ${serviceCode}`
    if (status === 'timed-out')
      return `${who} n’a pas continué à temps : la session du ${serviceCode} est terminée`
    if (status === 'failed')
      return `La session ${of(who)} sur le ${serviceCode} s’est coupée${because(wordsIn('fr', error, errorIn))}`
    return `La session ${of(who)} sur le ${serviceCode} s’est terminée après ${counted(hops, 'écran')}`
  },
  'service-code.pointed': ({ code, callbackUrl }) => `${code} mène maintenant à ${callbackUrl}`,
  'service-code.unpointed': ({ code }) => `${code} ne mène plus nulle part`,
  'short-code.pointed': ({ code, callbackUrl }) =>
    callbackUrl === null
      ? `Les adresses de ${code} ont été réglées`
      : `Les SMS à ${code} vont maintenant à ${callbackUrl}`,
  'short-code.unpointed': ({ code }) => `Les SMS à ${code} ne vont plus nulle part`,
  'handset.online': (_, { who }) => `${who} a allumé son téléphone`,
  'handset.offline': (_, { who }) => `${who} a éteint son téléphone`,
  'handset.network-changed': ({ network }, { who }) =>
    `Le téléphone ${of(who)} est maintenant sur ${network === null ? 'le réseau habituel' : `le réseau ${network}`}`,
  'sms.sent': ({ to, text }, { who }) => `${who} a envoyé un SMS à ${to}${quoted(text)}`,
  'sms.received': ({ from, text }, { who }) => `${who} a reçu un SMS ${of(from)}${quoted(text)}`,
  'sms.held': ({ from }, { who }) => `Un SMS ${of(from)} attend : le téléphone ${of(who)} est éteint`,
  'sms.delayed': ({ from, until }, { who }) => `Un SMS ${of(from)} à ${who} arrive tard, à ${time(until)}`,
  'sms.expired': ({ from }, { who }) =>
    `Un SMS ${of(from)} n’a jamais atteint ${who} : téléphone éteint trop longtemps`,
  'sms.failed': ({ from, status, failureReason }, { who }) =>
    `Un SMS ${of(from)} n’a pas atteint ${who} : ${failureReason ?? status}`,
  'sms.lost': ({ from }, { who }) => `Un SMS ${of(from)} à ${who} s’est perdu`,
  'sms.refused': ({ from, to, reason }, { nameOf }) =>
    `Le réseau a refusé un SMS${from ? ` ${of(from)}` : ''} à ${nameOf(to)} : ${reason}`,
  'sms.not-sent': ({ reason, reasonIn, again }, { who }) =>
    `Un SMS à ${who} n’est pas parti : ${wordsIn('fr', reason, reasonIn)}${again ? ' ; il sera renvoyé' : ''}`,
  'sms.opted-out': ({ from }, { who }) => `${who} ne veut plus de messages ${of(from)}`,
  'sms.opted-in': ({ from }, { who }) => `${who} veut de nouveau des messages ${of(from)}`,
  'sms.subscribed': ({ shortCode, keyword }, { who }) =>
    `${who} a pris un abonnement à ${keyword} du ${shortCode}`,
  'sms.unsubscribed': ({ shortCode, keyword }, { who }) =>
    `${who} a arrêté son abonnement à ${keyword} du ${shortCode}`,
  'email.received': ({ to, from, subject }) => `${to} a reçu un e-mail ${of(from)}${quoted(subject)}`,
  'email.rejected': ({ to, from, reason, reasonIn }) =>
    `L’e-mail ${of(from)} à ${to} a été refusé : ${wordsIn('fr', reason, reasonIn)}`,
  'email.lost': ({ to, from }) => `L’e-mail ${of(from)} à ${to} s’est perdu`,
  'payer.session-abandoned': ({ status }, { who }) =>
    `${who} a quitté l’application du payeur avant la fin (${status})`,
  'payer.sms-reported': ({ status }, { who }) =>
    `L’application du payeur a su ce que son SMS à ${who} est devenu : ${status}`,
  'fault.injected': ({ point, do: action, delay, reason }) =>
    `Une panne a frappé ${faulty(point, action)}${delay ? ` (${delay})` : ''}${reason ? ` (${reason})` : ''}`,
  'answer.held': ({ operation, until }) =>
    `La réponse à ${operation} est retenue ${until === undefined ? 'pour toujours' : `jusqu’à ${time(until)}`}`,
  'call.held': ({ point, url }) => `${heldWords[point](placeOf(url))} est retenu`,
  'call.released': ({ point, url, how }) => `${heldWords[point](placeOf(url))} ${releasedWords[how]}`,
  'faults.set': ({ plans }) =>
    `Des pannes sont prévues pour ${plans.map((plan) => faulty(plan.point, plan.do)).join(' ; pour ')}`,
  'faults.cleared': () => 'Aucune panne n’est plus prévue',
  'snapshot.taken': ({ name }) => `L’instantané « ${name} » a été pris`,
  'snapshot.restored': ({ name }) => `Le monde est revenu à l’instantané « ${name} »`,
  'snapshot.removed': ({ name }) => `L’instantané « ${name} » a été supprimé`,
  'world.reset': () => 'Le monde a recommencé depuis son fichier',
  'clock.moved': ({ mode, from, to }) => {
    const moved = Date.parse(to) - Date.parse(from)
    const day = from.slice(0, 10) === to.slice(0, 10) ? '' : `${to.slice(0, 10)} `
    if (Math.abs(moved) < 1_000)
      return mode === 'frozen'
        ? `L’horloge est arrêtée à ${day}${time(to)}`
        : `L’horloge tourne depuis ${day}${time(to)}`
    return `L’horloge a été ${moved < 0 ? 'reculée' : 'avancée'} de ${span(moved)}, à ${day}${time(to)}${mode === 'running' ? ', et tourne' : ''}`
  },
  'delivery.failed': ({ subscriber }, { who }) =>
    `${subscriber} a été abandonné pour ${who} : aucun essai n’a réussi`,
} satisfies Sentences

function http({ kind, data }: { kind: string; data: ExchangeData }): string {
  const { direction, method, url, status, error, answer } = data
  const explanation = wordsIn('fr', data.explanation, data.explanationIn)
  const why = wordsIn('fr', error ?? undefined, data.errorIn) ?? ''
  const { host, path } = placeOf(url)
  if (kind.startsWith('callback.')) {
    const what = `Le rappel à ${host}`
    const then =
      data.again === undefined ? '' : data.again ? ' ; il sera renvoyé' : ' ; il ne sera pas renvoyé'
    if (status === null) return `${what} a échoué : ${clause(why)}${then}`
    return `${what} a reçu la réponse ${status}${status >= 300 ? then : ''}${because(explanation)}`
  }
  if (kind.startsWith('hop.'))
    return `L’application sur ${host} a été appelée pour un écran, et ${status === null ? `a échoué : ${why}` : `a répondu ${status}`}`
  const call = direction === 'in' ? `${method} ${path}` : `L’appel de payersim ${method} ${host}${path}`
  if (status === null) return `${call} n’a pas eu de réponse : ${why}`
  if (status >= 400) return `${call} a été refusé par ${status}${because(explanation ?? saidIn(answer))}`
  return `${call} a reçu la réponse ${status}${explanation === undefined ? '' : `, mais : ${explanation}`}`
}

/** Everything in French. What a vendor says stays in its own words. */
export const french: Language = {
  tag: 'fr',
  events,
  somebody: 'quelqu’un',
  http,
  moved: ({ postings }, { money }) =>
    postings
      .map(({ from, to, amount, currency }) => `${money(amount, currency)} ${of(from)} vers ${to}`)
      .join(' ; '),
}
