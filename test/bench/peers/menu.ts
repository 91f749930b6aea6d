/** The menu that every contender serves: a main menu, and a choice of language behind its fourth entry. */
export const menu = {
  main: 'MoMo\n1 Approvals (0)\n2 Balance\n3 History\n4 Language\n5 Auto-payments\n6 Withdraw\n7 Bills and invoices\n8 Shared data',
  language: 'Language\n1 English\n2 Francais\n0 Back',
}
