import type { BalanceRequest } from '../../client/index.ts'
import { StepFailure } from '../failure.ts'
import { mask, type Scene } from '../scene.ts'
import type { StepWords } from '../schema.ts'
import { made } from './merchant.ts'

type Value<Word extends keyof StepWords> = NonNullable<StepWords[Word]>

export async function getBalance(scene: Scene, asked: Value<'get-balance'>): Promise<void> {
  const { as, source = '', type, plaintext, app, provider, mode } = asked
  // A plaintext may hold a PIN.
  const of = type === undefined ? source : `a ${type}`
  scene.say({ kind: 'did', text: `${as}: ${app ?? 'an app'} asks OnePipe for the balance of ${of}` })
  const request = await scene.client.onepipeApp(app).getBalance({
    ...(type === undefined || plaintext === undefined
      ? { source }
      : { type, plaintext: (await scene.resolve(plaintext)).value }),
    ...(provider === undefined ? {} : { provider }),
    ...(mode === undefined ? {} : { mockMode: mode }),
  })
  scene.balanceRequests.set(as, request)
  sayStatus(scene, as, request)
}

export async function validate(
  scene: Scene,
  { 'balance-request': name, code }: Value<'validate'>,
): Promise<void> {
  const request = made(scene.balanceRequests, name)
  const { value } = await scene.resolve(code)
  scene.secrets.add(value)
  scene.say({ kind: 'did', text: `${name}: the app validates with ${mask}` })
  await request.validate(value)
  sayStatus(scene, name, request)
}

export async function query(scene: Scene, name: string): Promise<void> {
  const request = made(scene.balanceRequests, name)
  scene.say({ kind: 'did', text: `${name}: the app asks how it stands` })
  await request.query()
  sayStatus(scene, name, request)
}

export async function reverse(scene: Scene, name: string): Promise<void> {
  const request = made(scene.balanceRequests, name)
  scene.say({ kind: 'did', text: `${name}: the app takes it back` })
  await request.reverse()
  sayStatus(scene, name, request)
}

export async function resendOtp(scene: Scene, name: string): Promise<void> {
  const { sent, phone, email } = await made(scene.balanceRequests, name).resend()
  const to = [phone ?? [], email ?? []].flat().join(' and ')
  const how = sent ? `a new OTP goes to ${to}` : `the network does not take the new OTP for ${to}`
  scene.say({ kind: 'did', text: `${name}: ${how}` })
}

/** Describes the last answer to the app. */
export function expectAnswer(scene: Scene, name: string, expected: Value<'expect'>): void {
  const request = made(scene.balanceRequests, name)
  const { status, error, 'available-balance': available } = expected
  const { status: seenStatus, error: seenError, balance } = request
  const shown = seenError ? `${seenStatus} ${seenError.code}` : seenStatus
  const seen = seenError ? `${shown}: ${seenError.message}` : shown
  if (seenStatus !== status) {
    throw new StepFailure({ expected: `${name} ${status}`, seen, path: ['status'] })
  }
  if (error !== undefined && seenError?.code !== error) {
    throw new StepFailure({ expected: `${name} ${status} ${error}`, seen, path: ['error'] })
  }
  if (available !== undefined && balance?.amount !== available) {
    throw new StepFailure({
      expected: `${name} to tell an available balance of ${available}`,
      seen: balance ? `${balance.amount} ${balance.currency}` : 'no balance',
      path: ['available-balance'],
    })
  }
  const amount = available === undefined ? '' : `, with an available balance of ${available}`
  scene.say({ kind: 'checked', text: `${name} is ${shown}${amount}` })
}

function sayStatus(scene: Scene, name: string, { answer, status }: BalanceRequest): void {
  const words = answer.data.error?.message ?? answer.message
  scene.say({ kind: 'did', text: `${name}: OnePipe answers ${status}${words ? `: ${words}` : ''}` })
}
