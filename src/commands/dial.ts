import { Command } from 'commander'
import { type AdminTokenFlags, adminHeaders, ofAnotherSimulator, withAdminToken } from './admin-token.ts'
import { baseUrlOf, withSimulator } from './simulator-url.ts'

/** `payersim dial`: a phone in the terminal. */
export function dialCommand(): Command {
  const command = new Command('dial')
    .description('a phone in the terminal: dial a code, or wait for it to ring')
    .summary('a phone in the terminal')
    .argument('<phone>', 'the phone’s number, such as +46733000001')
    .argument('[code]', 'what to dial, such as "*165#"; without it the phone waits')
  return withAdminToken(withSimulator(command), ofAnotherSimulator).action(
    async (msisdn: string, code: string | undefined, flags: AdminTokenFlags, asked: Command) => {
      const [{ httpPort, SimulatorClient }, { TerminalPhone }] = await Promise.all([
        import('../client/index.ts'),
        import('./terminal-phone.ts'),
      ])
      const sim = new SimulatorClient(httpPort(baseUrlOf(asked), { headers: adminHeaders(flags) }))
      const phone = new TerminalPhone(sim.phone(msisdn), process.stdin, process.stdout)
      await phone.use(code)
    },
  )
}
