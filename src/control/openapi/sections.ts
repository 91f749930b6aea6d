/** The sections of the page, in its order: what a newcomer does first stands first. */
export const sections = [
  { name: 'World', description: 'Who is there, with which keys; and back to the beginning' },
  { name: 'Phones', description: 'Dial, read the screen, answer: what a person does with a phone' },
  { name: 'SMS', description: 'What phones get and send' },
  { name: 'Clock', description: 'Freeze the time, and move it on to what falls due' },
  { name: 'Timeline', description: 'Everything that happened, in order' },
  { name: 'Callbacks', description: 'What merchants and apps were told' },
  { name: 'Ledger', description: 'Accounts, entries, and whether they add up' },
  { name: 'Statements', description: 'What a merchant or an app compares its own books with' },
  { name: 'Faults', description: 'What is to go wrong' },
  { name: 'Snapshots', description: 'The whole world under a name' },
  { name: 'Recordings', description: 'What happens, as a session script' },
  { name: 'Service codes and short codes', description: 'Which app answers for a code' },
  { name: 'Prompts', description: 'Hold one back, so that it crosses what the phone does' },
  { name: 'Mailboxes', description: 'E-mail, as its receivers see it' },
  { name: 'One-time codes', description: 'Have one sent again' },
  { name: 'Machines', description: 'The state machines of the payer’s app' },
] as const
