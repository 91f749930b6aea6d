import type { LanguageTag } from '../terms/index.ts'
import type { MachineGraph } from '../terms/sim/machine.ts'

/** What the states of the payer's app do, by the English of their definitions. */
export const frenchStates: Readonly<Record<string, string>> = {
  'Opens the menu': 'Ouvre le menu',
  'Shows the menu': 'Affiche le menu',
  'Reads what waits for approval': 'Lit ce qui attend une approbation',
  'Lists what waits for approval': 'Liste ce qui attend une approbation',
  'Opens what is to be approved': 'Ouvre ce qui est à approuver',
  'Asks to approve': 'Demande d’approuver',
  'Makes sure that a PIN can be asked': 'Vérifie qu’un PIN peut être demandé',
  'Asks for the PIN': 'Demande le PIN',
  'Checks the PIN and approves': 'Vérifie le PIN et approuve',
  'Rejects it': 'Refuse',
  'Says how it ended': 'Dit comment c’est fini',
  'Makes sure that a PIN can be asked to see the balance':
    'Vérifie qu’un PIN peut être demandé pour voir le solde',
  'Asks for the PIN to see the balance': 'Demande le PIN pour voir le solde',
  'Checks the PIN and reads the balance': 'Vérifie le PIN et lit le solde',
  'Reads the last payments': 'Lit les derniers paiements',
  'Lists the last payments': 'Liste les derniers paiements',
  'Asks for the language': 'Demande la langue',
  'Changes the language': 'Change la langue',
  'Reads the automatic payments': 'Lit les paiements automatiques',
  'Lists the automatic payments': 'Liste les paiements automatiques',
  'Opens an automatic payment': 'Ouvre un paiement automatique',
  'Shows an automatic payment': 'Affiche un paiement automatique',
  'Makes sure that a PIN can be asked to cancel': 'Vérifie qu’un PIN peut être demandé pour annuler',
  'Asks for the PIN to cancel': 'Demande le PIN pour annuler',
  'Checks the PIN and cancels': 'Vérifie le PIN et annule',
  'Reads the invoices': 'Lit les factures',
  'Lists the invoices': 'Liste les factures',
  'Asks for an invoice number': 'Demande un numéro de facture',
  'Looks for the invoice': 'Cherche la facture',
  'Shows an invoice': 'Affiche une facture',
  'Reads who sees the data': 'Lit qui voit les données',
  'Lists who sees the data': 'Liste qui voit les données',
  'Opens an access to data': 'Ouvre un accès aux données',
  'Shows an access to data': 'Affiche un accès aux données',
  'Makes sure that a PIN can be asked to take it back': 'Vérifie qu’un PIN peut être demandé pour le retirer',
  'Asks for the PIN to take it back': 'Demande le PIN pour le retirer',
  'Checks the PIN and takes the access back': 'Vérifie le PIN et retire l’accès',
  'Reads the withdrawals': 'Lit les retraits',
  'Lists the withdrawals': 'Liste les retraits',
  'Opens a withdrawal': 'Ouvre un retrait',
  'Shows a withdrawal': 'Affiche un retrait',
}

/** The graph with its words in a language. */
export function machineIn(language: LanguageTag, graph: MachineGraph): MachineGraph {
  if (language === 'en') return graph
  const words = Object.entries(graph.words).map(([state, english]) => [
    state,
    frenchStates[english] ?? english,
  ])
  return { ...graph, words: Object.fromEntries(words) }
}
