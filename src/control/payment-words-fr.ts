import type { PaymentWords } from './payment-words.ts'

/** What is said of payments, in French. No name stands after "de", which a vowel would shorten. */
export const frenchPayments: PaymentWords = {
  tag: 'fr',
  what: {
    'request-to-pay': 'demande de paiement',
    withdrawal: 'retrait',
    invoice: 'facture',
    disbursement: 'transfert',
    deposit: 'dépôt',
    refund: 'remboursement',
    'cash-transfer': 'transfert d’espèces',
    'bill-payment': 'paiement de facture',
    'pre-approval': 'autorisation de prélèvement',
    consent: 'consentement',
  },
  sentences: {
    pending: {
      unknown: '{who} la trouve dans son menu ; aucune invite n’a été envoyée.',
      soon: 'L’invite part vers {phone} ; le téléphone n’a pas encore sonné.',
      ringing: 'Le téléphone a sonné ; personne n’a répondu.',
      missed:
        'Le téléphone a sonné, et l’invite a été fermée sans réponse ; la demande attend dans le menu du téléphone.',
      'by-sms': 'Un SMS a posé la question à {who} ; personne n’a répondu.',
      'not-reached': 'Le téléphone n’a pas pu être joint ; la demande attend dans son menu.',
    },
    invoice: 'La facture attend que {who} s’en occupe.',
    scripted: 'payersim répond à la place de ce numéro de test, après un moment.',
    sending: 'L’argent est en route vers {who}.',
    approved: '{who} a approuvé ; l’argent est parti : {sum}.',
    debited:
      '{who} n’a pas eu à répondre, car une autorisation de prélèvement est en vigueur ; l’argent est parti : {sum}.',
    paidByNumber: 'payersim a approuvé à la place de ce numéro de test ; l’argent est parti : {sum}.',
    sent: '{who} a reçu {sum}.',
    givenBack: '{who} a récupéré {sum}.',
    billPaid: 'La facture présentée par {who} a été payée : {sum}.',
    leave: '{who} a donné son accord, sans date de fin.',
    leaveUntil: '{who} a donné son accord, jusqu’au {until}.',
    ended: 'L’accord était en vigueur, et ne l’est plus.',
    failed: 'Échec : {why}.',
  },
  reasons: {
    'payer-not-found': 'personne n’a de compte avec {party}',
    'payee-not-found': 'personne n’a de compte avec {party}',
    'approval-rejected': '{who} a dit non',
    expired: 'personne n’a répondu à temps',
    'not-enough-funds': 'il n’y avait pas assez d’argent',
    'payer-limit-reached': 'c’était plus que ce qui peut être payé en une fois ou en un jour',
    'payee-not-allowed-to-receive': 'le bénéficiaire ne peut pas recevoir d’argent',
    cancelled: '{merchant} l’a retirée',
    'payment-not-approved': 'le paiement à rembourser n’a jamais été payé',
    'more-than-was-paid': 'c’est plus que ce qui a été payé',
  },
  reasonOfProvider: 'le numéro de test {party} finit ainsi : {reason}',
}
