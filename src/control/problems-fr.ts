import type { Problem } from '../terms/sim/problem.ts'
import type { ProblemName } from '../terms/sim/problems.ts'

/** What a kind of error says, in French. The names of fields, routes and headers are the same in every language. */
export const frenchProblems: Record<ProblemName, { title: string; happened: string; next: string }> = {
  'bad-input': {
    title: 'La requête n’est pas comme il faut',
    happened: 'Une valeur du chemin, de la chaîne de requête ou du corps manque, est mal formée ou inconnue.',
    next: 'Changez ce que `detail` nomme.',
  },
  'not-found': {
    title: 'Cela n’existe pas',
    happened: 'Ce que la requête nomme n’est pas là.',
    next: 'Listez ce qu’il y a, et nommez-en un élément.',
  },
  conflict: {
    title: 'Pas dans cet état',
    happened: 'La requête est juste, et ne peut être exécutée en l’état des choses.',
    next: 'Faites ce que `detail` demande, et envoyez la requête de nouveau.',
  },
  busy: {
    title: 'Un autre travail n’a pas fini à temps',
    happened:
      'L’appel a attendu une minute réelle des envois en cours, ou un appel précédent, puis a renoncé.',
    next: 'Voyez `waitingFor` : répondez à la requête qu’une application fait attendre, et appelez de nouveau. `detail` dit où en est l’horloge.',
  },
  'bad-json': {
    title: 'Le corps n’est pas du JSON',
    happened: 'Le corps se dit JSON et ne peut être lu comme tel.',
    next: 'Envoyez du JSON en UTF-8, avec `Content-Type: application/json`.',
  },
  'bad-http': {
    title: 'La requête est illisible',
    happened: 'Le chemin a des octets indécodables, ou le corps s’est terminé trop tôt.',
    next: 'Encodez le chemin en pourcent, tel que `%2A165%23` pour `*165#`, et envoyez tout le corps.',
  },
  'body-too-large': {
    title: 'Le corps est trop grand',
    happened:
      'Le corps est plus long que ce que cette route accepte ; les routes de contrôle acceptent 100 Kio.',
    next: 'Envoyez moins par requête.',
  },
  'unsupported-encoding': {
    title: 'L’encodage du corps est inconnu',
    happened: 'Le jeu de caractères ou la compression du corps est inconnu.',
    next: 'Envoyez de l’UTF-8, tel quel ou par gzip, deflate ou Brotli.',
  },
  'no-route': {
    title: 'Cette route n’existe pas',
    happened: 'Aucune route n’a cette méthode et ce chemin.',
    next: 'Voyez `/docs` pour celles qu’il y a.',
  },
  'method-not-allowed': {
    title: 'Pas par cette méthode',
    happened: 'Le chemin existe, et se demande par une autre méthode.',
    next: 'Employez une méthode que l’en-tête `Allow` nomme.',
  },
  'needs-socket': {
    title: 'Répondu par une connexion seulement',
    happened:
      'Une page ou un flux en direct a été demandé à l’intérieur du processus, où rien ne peut être montré ni durer.',
    next: 'Démarrez le simulateur avec un port, et demandez là.',
  },
  'internal-error': {
    title: 'payersim a échoué',
    happened: 'payersim n’a pu faire ce qu’il devait, par sa propre faute.',
    next: 'Lisez son journal, qui a la raison, et signalez-la.',
  },
  'caller-gone': {
    title: 'Personne n’attend la réponse',
    happened: 'L’appelant a fermé sa connexion avant son tour, si bien que rien n’a été fait.',
    next: 'Attendez la réponse plus longtemps, une minute au plus.',
  },
  'not-local': {
    title: 'Pour cette machine seulement',
    happened:
      'La requête est venue d’une autre machine, par un nom qui n’est pas local, de la page d’un autre site, ou par un proxy.',
    next: 'Appelez depuis cette machine par un nom local, ou démarrez payersim avec un jeton d’administration et envoyez-le par `Authorization: Bearer TOKEN`.',
  },
  'token-needed': {
    title: 'Le jeton d’administration manque ou est faux',
    happened:
      'payersim est derrière un proxy, où chaque requête de contrôle demande le jeton d’administration.',
    next: 'Envoyez `Authorization: Bearer TOKEN` avec le jeton par lequel payersim a été démarré.',
  },
  'unknown-host': {
    title: 'Envoyé à un nom inconnu',
    happened:
      'Le `Host` de la requête n’est pas un nom de ce simulateur ; une page peut faire mener son propre nom ici.',
    next: 'Si le nom est à vous, démarrez payersim avec `--allow-host NAME`, ou mettez-le dans `allowHosts` du fichier du monde.',
  },
  'foreign-page': {
    title: 'Envoyé par la page d’un autre site',
    happened: 'Une page d’un autre site, ou d’un autre port de cette machine, a envoyé la requête.',
    next: 'Si la page est à vous, mettez son origine dans `allowOrigins` du fichier du monde.',
  },
  'several-hosts': {
    title: 'Plus d’un Host',
    happened: 'La requête a plus d’un en-tête `Host`.',
    next: 'Envoyez-en un.',
  },
  'not-a-world-name': {
    title: 'Ce n’est pas un nom pour un monde',
    happened: 'Un monde ne peut avoir ce nom.',
    next: 'Employez jusqu’à 63 minuscules, chiffres et, entre eux, traits d’union, tels que `suite-1`.',
  },
  'bad-world': {
    title: 'Le monde n’est pas comme il faut',
    happened:
      'Le monde envoyé a une partie inconnue, mal formée ou en contradiction avec une autre. Aucun n’a été ouvert.',
    next: 'Changez chaque endroit que `detail` nomme.',
  },
  'unknown-world': {
    title: 'Ce monde n’existe pas',
    happened: 'Aucun monde de ce nom n’est ouvert sur ce serveur.',
    next: 'Ouvrez-le d’abord : `POST /_sim/worlds`.',
  },
  'world-ended': {
    title: 'Le monde a pris fin',
    happened: 'Le monde de ce nom a été terminé, ou personne ne lui a rien demandé pendant trop longtemps.',
    next: 'Ouvrez-le de nouveau : `POST /_sim/worlds`.',
  },
  'world-is-there': {
    title: 'Un monde de ce nom est ouvert',
    happened: 'Deux mondes n’ont pas le même nom ; `default` est celui du serveur lui-même.',
    next: 'Prenez un autre nom, ou terminez d’abord ce monde.',
  },
  'too-many-worlds': {
    title: 'Trop de mondes',
    happened: 'Autant de mondes qu’il est permis sont ouverts en même temps.',
    next: 'Terminez-en un : `DELETE /_sim/worlds/NAME`.',
  },
  'own-world': {
    title: 'Le monde du serveur lui-même reste',
    happened: 'Le monde `default` est celui du serveur, et finit avec lui.',
    next: 'Réinitialisez-le plutôt : `POST /_sim/reset`.',
  },
  'several-worlds': {
    title: 'Deux mondes sont nommés',
    happened: 'L’hôte nomme un monde, et le chemin un autre.',
    next: 'Nommez l’un d’eux.',
  },
  'path-leads-up': {
    title: 'Le chemin remonte',
    happened: 'Le chemin nomme un monde et contient `..`, qui peut mener hors de ce monde.',
    next: 'Envoyez le chemin voulu.',
  },
  'disk-full': {
    title: 'Le disque est plein',
    happened: 'Le fichier de données n’a pu être écrit, car son disque est plein. Rien n’a été changé.',
    next: 'Faites de la place sur le disque ; payersim continue de lui-même.',
  },
  'data-file-unusable': {
    title: 'Le fichier de données est inutilisable',
    happened:
      'Le fichier de données est verrouillé, abîmé, en lecture seule ou parti, ou son disque est en panne. Rien n’a été changé.',
    next: 'Faites ce que `detail` dit ; `GET /_sim/health` dit quand c’est passé.',
  },
  'not-a-phone-number': {
    title: 'Ce n’est pas un numéro de téléphone',
    happened:
      'Aucun téléphone ne peut avoir ce numéro : il est local, d’aucun pays, trop long ou n’en est pas un.',
    next: 'Écrivez d’abord `+` et l’indicatif du pays, tel que `+46733000001`.',
  },
  'unknown-phone': {
    title: 'Ce téléphone n’existe pas',
    happened: 'Le monde est fermé (`phones: closed`) et n’a pas de téléphone de ce numéro.',
    next: 'Ajoutez-le au fichier du monde, ou laissez le monde ouvert.',
  },
  'phone-off': {
    title: 'Le téléphone est éteint',
    happened: 'Un téléphone éteint ne peut ni composer, ni répondre, ni envoyer.',
    next: 'Allumez-le d’abord : `PATCH /_sim/phones/{msisdn}` avec `{"online": true}`.',
  },
  'no-such-option': {
    title: 'L’écran n’a pas cette option',
    happened: 'Aucune option de l’écran ouvert n’a ce libellé, ou plusieurs l’ont.',
    next: 'Prenez un libellé de `options`, ou un plus long ; ou répondez à l’écran tel qu’il est.',
  },
  'nothing-to-change': {
    title: 'Rien à changer',
    happened: 'Le corps ne nomme rien du téléphone.',
    next: 'Donnez `online`, `network` ou les deux.',
  },
  'not-a-network-code': {
    title: 'Ce n’est pas un code de réseau',
    happened: 'Un réseau mobile se nomme par cinq chiffres.',
    next: 'Prenez-en un de `GET /_sim/network/dialects`, ou cinq autres chiffres.',
  },
  'not-a-ussd-code': {
    title: 'Ce n’est pas un code USSD',
    happened: 'Ce qui a été composé n’est pas un code USSD.',
    next: 'Commencez par `*`, continuez par des chiffres et `*`, et finissez par `#`, tel que `*165#` ou `*384*123*1#`.',
  },
  'no-open-session': {
    title: 'Aucune session n’est ouverte',
    happened: 'Aucune session USSD n’attend de réponse sur ce téléphone.',
    next: 'Composez d’abord, ou attendez que le réseau en ouvre une : `GET /_sim/phones/{msisdn}?waitMs=5000`.',
  },
  'answer-on-its-way': {
    title: 'La réponse de l’application est en route',
    happened: 'Une panne fait arriver tard la réponse de l’application, et le téléphone l’attend.',
    next: 'Avancez l’horloge, attendez ou raccrochez.',
  },
  'session-timed-out': {
    title: 'La session a expiré',
    happened: 'La session est restée trop longtemps inactive, ou a duré trop longtemps, avant cette réponse.',
    next: 'Composez de nouveau.',
  },
  'session-went-on': {
    title: 'La session a continué sans cette réponse',
    happened:
      'Pendant que l’application était interrogée, le téléphone a raccroché, composé de nouveau ou été éteint.',
    next: 'Regardez l’écran du téléphone, et continuez de là.',
  },
  'answer-too-long': {
    title: 'Une réponse qu’aucun téléphone ne peut envoyer',
    happened:
      'La réponse est plus longue que le réseau du téléphone n’accepte, ou n’est pas un texte bien formé.',
    next: 'Envoyez moins de caractères ; `inputCharacters` de `GET /_sim/network/dialects` dit combien.',
  },
  'not-a-short-code': {
    title: 'Ce n’est pas un numéro court',
    happened:
      'Un SMS va à un numéro court de 3 à 8 chiffres ; un identifiant d’expéditeur ne prend que `STOP` et `START`.',
    next: 'Écrivez un tel numéro. Là où des URL sont fixées pour un numéro, ce peut aussi être tout identifiant d’expéditeur, ou `*` pour tous les autres.',
  },
  'not-an-sms': {
    title: 'Un texte qu’aucun téléphone ne peut envoyer',
    happened: 'Le texte du SMS est vide, trop long ou mal formé.',
    next: 'Envoyez au moins un caractère, et pas plus que `detail` ne dit.',
  },
  'prompt-not-held': {
    title: 'Cette demande n’est pas retenue',
    happened: 'Aucune demande au payeur pour cet ordre n’est retenue sur ce téléphone.',
    next: 'Retenez la prochaine avant que le marchand ne demande : `POST /_sim/phones/{msisdn}/prompt/hold`.',
  },
  'not-a-mail-address': {
    title: 'Ce n’est pas une adresse électronique',
    happened: 'La boîte n’est pas nommée par une adresse électronique.',
    next: 'Écrivez-en une telle que `ngozi@example.com`.',
  },
  'not-a-service-code': {
    title: 'Ce n’est pas un code de service',
    happened: 'Le code dans le chemin n’est pas un code de service USSD.',
    next: 'Écrivez-le comme on le compose et encodé en pourcent : `%2A384%2A1%23` pour `*384*1#`.',
  },
  'not-a-url': {
    title: 'Ce n’est pas une URL',
    happened:
      'Une application ou un marchand s’atteint par une URL `http` ou `https`, et ceci n’en est pas une.',
    next: 'Écrivez-la en entier, telle que `http://127.0.0.1:3000/ussd`.',
  },
  'unknown-service-code': {
    title: 'Ce code de service n’existe pas',
    happened: 'Aucune application ne répond pour ce code de service.',
    next: 'Un `PUT` le crée ; `GET /_sim/network/service-codes` liste ceux qu’il y a.',
  },
  'unknown-short-code': {
    title: 'Ce numéro court n’existe pas',
    happened: 'Aucune URL n’est fixée pour ce numéro court ou cet identifiant d’expéditeur.',
    next: 'Un `PUT` le crée ; `GET /_sim/network/short-codes` liste ceux qu’il y a.',
  },
  'not-a-time': {
    title: 'Ce n’est pas un moment',
    happened:
      'Un moment n’est pas écrit selon ISO 8601, avec son fuseau, ou n’est pas un jour du calendrier.',
    next: 'Écrivez-en un tel que `2026-01-05T09:00:00Z` ; une période prend aussi des jours tels que `2026-01-05`.',
  },
  'empty-period': {
    title: 'Une période vide',
    happened: 'La borne `to` n’est pas après `from`, et ne fait pas partie de la période.',
    next: 'Mettez `to` après `from`, ou omettez l’une des deux.',
  },
  'not-a-duration': {
    title: 'Ce n’est pas une durée',
    happened: 'Un pas de l’horloge n’est pas écrit comme une durée d’ISO 8601.',
    next: 'Écrivez-en une telle que `PT5M`, `PT30S` ou `P1D`.',
  },
  'step-too-long': {
    title: 'Un pas trop long',
    happened: 'L’horloge se déplace de dix ans au plus en un pas.',
    next: 'Déplacez-la par pas plus petits.',
  },
  'bad-fault-plan': {
    title: 'Un plan de panne n’est pas comme il faut',
    happened:
      'Il manque un champ à un plan, il en a un d’inconnu, ou ses valeurs ne vont pas ensemble. Aucun n’a été fixé.',
    next: 'Changez le plan que `detail` nomme par son numéro ; il dit ce qui était voulu là où il le peut.',
  },
  'unknown-operation': {
    title: 'Cette opération n’existe pas',
    happened: 'Un plan de panne, ou une retenue, nomme une opération qu’aucune API n’a. Rien n’a été fixé.',
    next: 'Prenez un nom de `GET /_sim/operations`, tel que `momo.createRequestToPay`, ou celui d’une API entière.',
  },
  'fault-cannot-strike': {
    title: 'La panne ne peut jamais frapper',
    happened:
      'Un plan de panne fait mourir des jetons d’accès à une opération qui n’en prend ni n’en donne. Aucun n’a été fixé.',
    next: 'Nommez une opération dont `hasTokens` est vrai dans `GET /_sim/operations`.',
  },
  'unknown-sms-rejection': {
    title: 'Aucun SMS n’est rejeté pour cela',
    happened:
      'Un plan de panne rejette des SMS pour une raison qu’Africa’s Talking n’a pas. Aucun n’a été fixé.',
    next: 'Prenez une des raisons dans `detail`.',
  },
  'unknown-hold': {
    title: 'Cette retenue n’existe pas',
    happened: 'Aucune retenue n’a cet identifiant, ou elle a été supprimée.',
    next: 'Prenez le `id` d’un élément de `holds` dans `GET /_sim/holds`.',
  },
  'unknown-held-call': {
    title: 'Cet appel n’existe pas',
    happened: 'Aucun appel de cet identifiant n’a été retenu dans ce monde.',
    next: 'Prenez le `id` d’un élément de `calls` dans `GET /_sim/holds`.',
  },
  'call-not-held': {
    title: 'L’appel n’est plus retenu',
    happened: 'L’appel a déjà été relâché ou abandonné, son appelant est parti, ou le monde a recommencé.',
    next: 'Regardez la chronologie : `call.released` dit comment il a continué.',
  },
  'cannot-change-call': {
    title: 'Cela ne peut être changé',
    happened:
      'Une requête n’a pas de statut, un corps qui n’est pas du texte n’en a pas à mettre à sa place, et certains en-têtes découlent du reste. L’appel est toujours retenu.',
    next: 'Changez ce que `detail` permet, ou laissez partir l’appel tel qu’il est.',
  },
  'calls-held': {
    title: 'Un rappel est retenu',
    happened: 'Une copie du monde ne peut contenir un rappel à moitié envoyé. Rien n’a été copié.',
    next: 'Laissez partir les appels retenus, ou abandonnez-les : `GET /_sim/holds` les liste.',
  },
  'not-a-snapshot-name': {
    title: 'Ce n’est pas un nom pour un instantané',
    happened: 'Un instantané ne peut avoir ce nom.',
    next: 'Employez 1 à 64 lettres, chiffres, points, traits d’union et tirets bas, et commencez par une lettre ou un chiffre.',
  },
  'unknown-snapshot': {
    title: 'Cet instantané n’existe pas',
    happened: 'Aucun instantané de ce nom n’a été pris.',
    next: 'Prenez-en un de `GET /_sim/snapshots`.',
  },
  'snapshot-unusable': {
    title: 'L’instantané est inutilisable',
    happened:
      'Le fichier de l’instantané est abîmé, n’est pas de payersim, ou a été écrit par une version plus récente.',
    next: 'Supprimez-le, ou prenez-le de nouveau.',
  },
  'snapshot-of-another-file': {
    title: 'L’instantané est d’un autre fichier de données',
    happened: 'L’instantané a été pris d’un autre fichier de données que celui en usage.',
    next: 'Supprimez-le, ou démarrez payersim avec ce fichier.',
  },
  'not-a-recording-name': {
    title: 'Ce n’est pas un nom pour un enregistrement',
    happened: 'Un enregistrement devient un script, et aucun script ne peut avoir ce nom.',
    next: 'Employez des lettres, des chiffres, des traits d’union et des tirets bas, tel que `pay-order`.',
  },
  'recording-under-way': {
    title: 'Un enregistrement de ce nom est en cours',
    happened: 'Ce qui se passe est déjà enregistré sous ce nom.',
    next: 'Arrêtez-le d’abord, ou donnez un autre nom.',
  },
  'unknown-recording': {
    title: 'Cet enregistrement n’existe pas',
    happened: 'Aucun enregistrement de ce nom n’a été commencé depuis le démarrage de payersim.',
    next: 'Prenez-en un de `GET /_sim/recordings`.',
  },
  'nothing-recorded': {
    title: 'Aucun script ne peut être fait de l’enregistrement',
    happened:
      'Rien ne s’est passé qu’un script puisse contenir, ou le monde a été réinitialisé ou restauré entre-temps.',
    next: 'Faites faire quelque chose à un téléphone ou à un marchand, ou enregistrez de nouveau.',
  },
  'unknown-payment': {
    title: 'Ce paiement n’existe pas',
    happened: 'Aucun paiement de ce monde n’a cet identifiant.',
    next: 'Prenez un `id` de `GET /_sim/payments` ; après une réinitialisation ils recommencent.',
  },
  'not-a-callback-id': {
    title: 'Ce n’est pas l’identifiant d’un rappel',
    happened: 'Un rappel se nomme par un nombre entier.',
    next: 'Prenez un `id` de `GET /_sim/callbacks`.',
  },
  'unknown-callback': {
    title: 'Ce rappel n’existe pas',
    happened:
      'Aucun rappel n’a cet identifiant, ou il a été tenté il y a si longtemps qu’il n’est plus gardé.',
    next: 'Prenez un `id` de `GET /_sim/callbacks`.',
  },
  'unknown-api-user': {
    title: 'Cet utilisateur d’API n’existe pas',
    happened: 'Ce monde n’a pas d’utilisateur d’API de cet identifiant.',
    next: 'Prenez-en un de `GET /_sim/world`.',
  },
  'unknown-app': {
    title: 'Cette application n’existe pas',
    happened: 'Aucune application de ce nom n’est dans le monde, ni n’a appelé.',
    next: 'Prenez-en une que `detail` nomme.',
  },
  'unknown-transaction': {
    title: 'Cette transaction n’existe pas',
    happened: 'Aucune application n’a envoyé de demande de solde avec cette référence.',
    next: 'Prenez le `transaction_ref` d’une qui a été envoyée.',
  },
  'several-transactions': {
    title: 'Plusieurs applications ont cette transaction',
    happened: 'Deux applications emploient la même référence.',
    next: 'Nommez aussi le champ `app`.',
  },
  'no-otp-awaited': {
    title: 'Aucun code à usage unique n’est attendu',
    happened:
      'La demande de solde n’attend pas de code à usage unique : elle a sa réponse, est finie, ou n’en demande pas.',
    next: 'Envoyez-en une nouvelle.',
  },
  'otp-sent-too-often': {
    title: 'Le code a été envoyé aussi souvent que permis',
    happened: 'Aucun autre code n’est envoyé pour cette demande de solde.',
    next: 'Envoyez une nouvelle demande de solde.',
  },
  'otp-sent-just-now': {
    title: 'Le code vient d’être envoyé',
    happened: 'Un autre code ne peut être envoyé qu’après un moment.',
    next: 'Avancez l’horloge de `retryAfterSeconds`, ou attendez autant.',
  },
}

/**
 * The body of a problem in French: its title, and in `detail` what happened and what to do, before the English words, which
 * have the values. A problem of no kind of the table stays as it is.
 */
export function problemInFrench(body: string): string {
  const problem = JSON.parse(body) as Problem
  const name = problem.type.split('#')[1] ?? ''
  if (!Object.hasOwn(frenchProblems, name)) return body
  const { title, happened, next } = frenchProblems[name as ProblemName]
  const said = `${happened} ${next}`.replaceAll('`', '')
  return JSON.stringify({ ...problem, title, detail: `${said} En anglais : ${problem.detail}` })
}
