// One approval from the first request to the callback, by `serve` and `dial` as processes of the Node that runs this, as in
// the README: a shop asks for money, the phone rings, a person types 1 and the PIN. Prints how long it took.
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { CallbackReceiver } from '../proof/callback-receiver.ts'
import { Serving, scene } from '../proof/serving.ts'

const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url))
const phone = '+46733000001'
const subscription = { 'Ocp-Apim-Subscription-Key': 'c0113c7104c0113c7104c0113c710401' }
const apiUser = '5a1e0001-0000-4000-8000-000000000001:5a1e000100000000000000000000a001'
const started = performance.now()

async function ask(method: string, path: string, headers: Record<string, string>, body?: object) {
  const json = body === undefined ? '' : JSON.stringify(body)
  const type = body === undefined ? {} : { 'Content-Type': 'application/json' }
  const answer = await server.ask(method, path, json, { ...subscription, ...type, ...headers })
  if (answer.status >= 300) throw new Error(`${method} ${path} was answered ${answer.status}: ${answer.body}`)
  return answer.body === '' ? {} : JSON.parse(answer.body)
}

/** Answers each screen that shows the words of a line here with what is typed there, and ends after the last. */
function dial(answers: [shown: string, typed: string][], last: string): Promise<void> {
  const dialling = spawn(process.execPath, [main, 'dial', phone, '--url', server.url])
  let said = ''
  let unread = ''
  const hear = (chunk: Buffer) => {
    said += chunk
    unread += chunk
    const next = answers[0]
    if (next !== undefined && unread.includes(next[0]) && unread.endsWith('Answer: ')) {
      answers.shift()
      unread = ''
      dialling.stdin.write(`${next[1]}\n`)
    }
    if (answers.length === 0 && unread.includes(last)) dialling.stdin.end()
  }
  dialling.stdout.on('data', hear)
  dialling.stderr.on('data', (chunk) => {
    said += chunk
  })
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => dialling.kill(), 60_000)
    dialling.once('exit', (code) => {
      clearTimeout(late)
      if (code === 0 && said.includes(last)) resolve()
      else reject(new Error(`payersim dial ended with ${code}:\n${said}`))
    })
  })
}

const files = scene('prompt: push\n')
const server = await Serving.start(files)
const shop = await CallbackReceiver.listening()
try {
  const basic = `Basic ${Buffer.from(apiUser).toString('base64')}`
  const { access_token } = await ask('POST', '/collection/token/', { Authorization: basic })
  const reference = randomUUID()
  const merchant = { Authorization: `Bearer ${access_token}`, 'X-Target-Environment': 'sandbox' }
  const person = dial(
    [
      ['1 Approve', '1'],
      ['Enter your PIN', '1234'],
    ],
    'Approved. You paid 12.50 EUR',
  )
  await ask(
    'POST',
    '/collection/v1_0/requesttopay',
    { ...merchant, 'X-Reference-Id': reference, 'X-Callback-Url': shop.url('paid') },
    {
      amount: '12.50',
      currency: 'EUR',
      externalId: '17',
      payer: { partyIdType: 'MSISDN', partyId: phone.slice(1) },
    },
  )
  await person
  const { status } = await ask('GET', `/collection/v1_0/requesttopay/${reference}`, merchant)
  if (status !== 'SUCCESSFUL') throw new Error(`The request to pay is ${status}, and not SUCCESSFUL.`)
  const called = shop.came.get('paid')?.length ?? 0
  if (called !== 1) throw new Error(`The shop was called back ${called} times, and not once.`)
} finally {
  await server.stop()
  shop.close()
  files.remove()
}
if (server.failures.length > 0) throw new Error(`payersim serve wrote errors:\n${server.failures.join('\n')}`)
console.log(`paid in ${((performance.now() - started) / 1000).toFixed(1)} s`)
