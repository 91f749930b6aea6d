import type { BalanceRequest } from '../../../client/index.ts'
import {
  action,
  calling,
  callVendor,
  type Kind,
  mask,
  name,
  type Scene,
  sendAs,
  vendorCalls,
} from '../../../sessions/parts.ts'
import { getBalanceSchema, onePipeCallSchema, validateSchema } from './schema.ts'

export const balanceRequests: Kind<BalanceRequest> = {
  idOf: ({ transactionRef }) => transactionRef,
  again: (request, options) => request.again(options),
}

const asked = [{ to: ['get-balance'] }]

export const actions = {
  'get-balance': action({
    schema: getBalanceSchema,
    makes: balanceRequests,
    calls: true,
    async perform(scene, { as, source = '', type, plaintext, app, provider, mode }) {
      // A plaintext may hold a PIN.
      const of = type === undefined ? source : `a ${type}`
      scene.say({ kind: 'did', text: `${as}: ${app ?? 'an app'} asks OnePipe for the balance of ${of}` })
      const wanted = {
        ...(type === undefined || plaintext === undefined
          ? { source }
          : { type, plaintext: (await scene.resolve(plaintext)).value }),
        ...(provider === undefined ? {} : { provider }),
        ...(mode === undefined ? {} : { mockMode: mode }),
      }
      await sendAs(scene, { kind: balanceRequests, name: as }, (options) =>
        scene.client.onepipeApp(app).getBalance(wanted, options),
      )
      sayStatus(scene, as, scene.made(balanceRequests, as))
    },
  }),
  validate: action({
    schema: validateSchema,
    calls: true,
    refers: [{ path: ['balance-request'], to: ['get-balance'] }],
    async perform(scene, { 'balance-request': named, code }) {
      const request = scene.made(balanceRequests, named)
      const { value } = await scene.resolve(code)
      scene.secrets.add(value)
      scene.say({ kind: 'did', text: `${named}: the app validates with ${mask}` })
      await calling(scene, (options) => request.validate(value, options))
      sayStatus(scene, named, request)
    },
  }),
  query: action({
    schema: name,
    calls: true,
    refers: asked,
    async perform(scene, named) {
      const request = scene.made(balanceRequests, named)
      scene.say({ kind: 'did', text: `${named}: the app asks how it stands` })
      await calling(scene, (options) => request.query(options))
      sayStatus(scene, named, request)
    },
  }),
  reverse: action({
    schema: name,
    calls: true,
    refers: asked,
    async perform(scene, named) {
      const request = scene.made(balanceRequests, named)
      scene.say({ kind: 'did', text: `${named}: the app takes it back` })
      await calling(scene, (options) => request.reverse(options))
      sayStatus(scene, named, request)
    },
  }),
  'resend-otp': action({
    schema: name,
    refers: asked,
    async perform(scene, named) {
      const { sent, phone, email } = await scene.made(balanceRequests, named).resend()
      const to = [phone ?? [], email ?? []].flat().join(' and ')
      const how = sent ? `a new OTP goes to ${to}` : `the network does not take the new OTP for ${to}`
      scene.say({ kind: 'did', text: `${named}: ${how}` })
    },
  }),
  /** Any operation, for what no word of its own is about. */
  onepipe: action({
    schema: onePipeCallSchema,
    makes: vendorCalls,
    calls: true,
    perform: (scene, { app, ...asked }) =>
      callVendor(scene, asked, { send: (request) => scene.client.onepipeApp(app).call(request) }),
  }),
}

function sayStatus(scene: Scene, named: string, { answer, status }: BalanceRequest): void {
  const words = answer.data.error?.message ?? answer.message
  scene.say({ kind: 'did', text: `${named}: OnePipe answers ${status}${words ? `: ${words}` : ''}` })
}
