import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Interface } from 'node:readline'
import { PassThrough, Readable } from 'node:stream'
import { afterEach, expect, it, vi } from 'vitest'
import { type Simulator, startSimulator } from '../simulator/index.ts'
import { frame } from './screen-frame.ts'
import { TerminalPhone } from './terminal-phone.ts'

let sim: Simulator | undefined
afterEach(async () => {
  vi.restoreAllMocks()
  await sim?.close()
  sim = undefined
})

/** The whole output: from Node 26 on, one read returns it in one piece. */
function written(output: PassThrough): string {
  const pieces: string[] = []
  for (let piece = output.read(); piece !== null; piece = output.read()) pieces.push(String(piece))
  return pieces.join('')
}

/** The output of a phone that gets all its input at once, as from a pipe. */
async function piped(input: string[], code?: string): Promise<string> {
  // The phone ends its process when it is closed.
  const exit = new Promise<void>((resolve) => {
    vi.spyOn(process, 'exit').mockImplementation((() => resolve()) as never)
  })
  sim ??= await startSimulator({ clock: 'frozen' })
  const output = new PassThrough()
  const phone = new TerminalPhone(sim.phone('+46733000001'), Readable.from(input), output)
  await phone.use(code)
  await exit
  return written(output)
}

it('takes answers that were there before it was picked up', async () => {
  const said = await piped(['2\n1234\n'], '*165#')
  expect(said).toContain('500.00 EUR')
  expect(said.endsWith('Dial: \n')).toBe(true)
})

it('is put down where the input is empty', async () => {
  expect(await piped([])).toContain('Type a code such as *165# to dial.')
})

it('asks readline for nothing once the input has ended, and ends in order', async () => {
  const prompt = vi.spyOn(Interface.prototype, 'prompt')
  const afterEnd = vi.fn()
  prompt.mockImplementation(function (this: Interface & { closed?: boolean }) {
    if (this.closed) afterEnd()
  })
  expect(await piped(['*165#\n2\n1234\n'])).toContain('500.00 EUR')
  expect(afterEnd).not.toHaveBeenCalled()
  expect(process.exitCode).toBeUndefined()
})

it('ends, and does not hang, where the simulator is gone in the middle', async () => {
  sim = await startSimulator({ clock: 'frozen' })
  const ama = sim.phone('+46733000001')
  vi.spyOn(ama, 'reply').mockRejectedValue(new Error('nobody is there'))
  const exit = new Promise<void>((resolve) => {
    vi.spyOn(process, 'exit').mockImplementation((() => resolve()) as never)
  })
  const output = new PassThrough()
  const phone = new TerminalPhone(ama, Readable.from(['*165#\n2\n']), output)
  await phone.use(undefined)
  await exit
  expect(process.exitCode).toBe(1)
  process.exitCode = undefined
  expect(written(output)).toContain('nobody is there')
})

it('tells what an app answered that was refused, and what that means', async () => {
  sim = await startSimulator({ clock: 'frozen', port: 0 })
  const app = createServer((_, response) => response.end('{"response":"CON Menu"}'))
  await new Promise<void>((listening) => app.listen(0, '127.0.0.1', listening))
  const callbackUrl = `http://127.0.0.1:${(app.address() as AddressInfo).port}/`
  await sim.network.serviceCode('*384*1#', callbackUrl)
  const said = await piped([], '*384*1#')
  app.close()
  expect(said).toContain(
    'The app failed: Response should start with a CON or an END\n' +
      'It answered "{\\"response\\":\\"CON Menu\\"}"\n' +
      'The answer is JSON with the screen in "response": send that text alone.\n',
  )
})

it('draws its frame no wider than the terminal', () => {
  for (const columns of [24, 30, 42, 200]) {
    const lines = frame('Pay 12.50 EUR to Kiosk 24?\n1 Approve', 'SMS from AFRICASTKNG', columns).split('\n')
    expect(new Set(lines.map((line) => line.length))).toEqual(new Set([Math.min(columns, 42)]))
  }
})
