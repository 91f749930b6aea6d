import type { Telling } from '../../../events/telling.ts'

/** What is told of balances in people's words. */
export const onePipeTelling: Telling = {
  sentences: {
    'balance-request.opened': ({ app }, { who }) =>
      `${app} asked for the balance of ${who}, who has to agree`,
    'balance-request.answered': ({ app }, { who }) => `${app} got the balance of ${who} without asking`,
    'balance-request.code-issued': ({ email }, { who }) =>
      `A code was sent to ${who}${email ? `, by e-mail to ${email} too` : ''}`,
    'balance-request.verified': ({ app }, { who }) =>
      `${app} gave the right code, and got the balance of ${who}`,
    'balance-request.wrong-answer': ({ app, triesLeft }, { who }) =>
      `${app} gave a wrong code of ${who}: ${triesLeft} ${triesLeft === 1 ? 'try' : 'tries'} left`,
    'balance-request.expired': ({ app }, { who }) => `No code came in time: ${app} got no balance of ${who}`,
    'balance-request.locked': ({ app }, { who }) =>
      `Too many codes were wrong: ${app} gets no balance of ${who}`,
    'balance-request.reversed': ({ app }, { who }) =>
      `${app} took back its request for the balance of ${who}`,
    'balance-request.undelivered': ({ app }, { who }) =>
      `The code for ${app} could not be sent to ${who}, who cannot agree`,
    'balance-request.unreadable': ({ app }) =>
      `A request of ${app} was closed: it is of a version of payersim that this one cannot read`,
    'balance-request.abandoned': ({ app, provider }) =>
      `A request of ${app} was closed: ${provider} gave no answer`,
  },
  translations: {
    fr: {
      'balance-request.opened': ({ app }, { who }) =>
        `${app} a demandé le solde du compte de ${who}, qui doit donner son accord`,
      'balance-request.answered': ({ app }, { who }) =>
        `${app} a reçu le solde du compte de ${who} sans demander`,
      'balance-request.code-issued': ({ email }, { who }) =>
        `Un code a été envoyé à ${who}${email ? `, et par e-mail à ${email}` : ''}`,
      'balance-request.verified': ({ app }, { who }) =>
        `${app} a donné le bon code, et a reçu le solde du compte de ${who}`,
      'balance-request.wrong-answer': ({ app, triesLeft }, { who }) =>
        `${app} a donné un mauvais code de ${who} : encore ${triesLeft} ${triesLeft < 2 ? 'essai' : 'essais'}`,
      'balance-request.expired': ({ app }, { who }) =>
        `Aucun code à temps : ${app} n’a pas reçu le solde du compte de ${who}`,
      'balance-request.locked': ({ app }, { who }) =>
        `Trop de mauvais codes : ${app} ne reçoit pas le solde du compte de ${who}`,
      'balance-request.reversed': ({ app }, { who }) =>
        `${app} a retiré sa demande du solde du compte de ${who}`,
      'balance-request.undelivered': ({ app }, { who }) =>
        `Le code pour ${app} n’a pas pu être envoyé à ${who}, qui ne peut pas donner son accord`,
      'balance-request.unreadable': ({ app }) =>
        `Une demande de ${app} a été close : cette version de payersim ne peut pas la lire`,
      'balance-request.abandoned': ({ app, provider }) =>
        `Une demande de ${app} a été close : ${provider} n’a pas répondu`,
    },
  },
  ranks: {
    'balance-request.opened': 'main',
    'balance-request.answered': 'outcome',
    'balance-request.verified': 'outcome',
    'balance-request.expired': 'outcome',
    'balance-request.locked': 'outcome',
    'balance-request.reversed': 'outcome',
    'balance-request.undelivered': 'outcome',
    'balance-request.abandoned': 'outcome',
  },
  troubles: [
    'balance-request.abandoned',
    'balance-request.expired',
    'balance-request.locked',
    'balance-request.undelivered',
    'balance-request.unreadable',
    'balance-request.wrong-answer',
  ],
}
