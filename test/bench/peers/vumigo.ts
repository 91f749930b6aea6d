import { createRequire } from 'node:module'

const { App, AppTester, states } = createRequire(import.meta.url)('vumigo_v02')
const { Choice, ChoiceState, EndState, FreeText } = states

/** The same menu as an app of vumigo_v02, as its README shows one, and the tester that comes with it. */
const app = new App('main')
const choices = (names: Record<string, string>) =>
  Object.entries(names).map(([name, label]) => new Choice(name, label))
const byName = ({ value }: { value: string }) => value

app.states.add(
  'main',
  (name: string) =>
    new ChoiceState(name, {
      question: 'MoMo',
      choices: choices({
        approvals: 'Approvals (0)',
        pin: 'Balance',
        history: 'History',
        language: 'Language',
        plans: 'Auto-payments',
      }),
      next: byName,
    }),
)
app.states.add(
  'language',
  (name: string) =>
    new ChoiceState(name, {
      question: 'Language',
      choices: choices({ en: 'English', fr: 'Francais', main: 'Back' }),
      next: byName,
    }),
)
app.states.add(
  'pin',
  (name: string) => new FreeText(name, { question: 'Enter your PIN to see your balance', next: 'balance' }),
)
app.states.add('balance', (name: string) => new EndState(name, { text: 'Balance 500.00 EUR', next: 'main' }))

const tester = new AppTester(app)

/** One session in five hops, from a state that knows nobody: dial, Language, Back, Balance, PIN. */
export async function vumigoSession(): Promise<void> {
  await tester.setup.config
    .app({ name: 'menu' })
    .inputs({ session_event: 'new' }, '4', '3', '2', '1234')
    .check.reply('Balance 500.00 EUR')
    .check.reply.ends_session()
    .run()
}

/** One answer from a state that is set up: the balance's PIN, and what comes of it. */
export async function vumigoAnswer(): Promise<void> {
  await tester.setup.config
    .app({ name: 'menu' })
    .setup.user.state('pin')
    .input('1234')
    .check.reply('Balance 500.00 EUR')
    .run()
}
