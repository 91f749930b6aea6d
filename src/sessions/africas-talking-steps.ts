import { z } from 'zod'
import { ClientError, type PortRequest, type PortResponse } from '../client/index.ts'
import { readAs, refusalOf, type Wire } from '../client/parts.ts'
import { perScene, type Scene } from './scene.ts'
import { action, type StepsPart } from './steps-part.ts'
import { written } from './values.ts'
import { callVendor, vendorCallShape, vendorCalls, wireOf } from './vendor-call.ts'

const schema = z
  .strictObject({
    ...vendorCallShape,
    form: z.record(z.string(), z.string()).optional(),
    /** The username of the account whose key is sent; that of the sandbox by default. */
    account: written.optional(),
    /** What the call is authorized by; the key by default. */
    by: z.enum(['key', 'token']).optional(),
  })
  .superRefine(({ body, form }, context) => {
    if (body === undefined || form === undefined) return
    context.addIssue({ code: 'custom', path: ['form'], message: 'stands with "body"; keep one of the two' })
  })

/** The token of each account, by its username. */
const tokens = perScene(() => new Map<string, string>())
const tokenSchema = z.object({ token: z.string() })

/** The words of an app that calls Africa's Talking, which sends SMS and reads those that phones sent. */
export const africasTalkingSteps = {
  provider: 'africastalking',
  actions: {
    africastalking: action({
      schema,
      makes: vendorCalls,
      calls: true,
      async perform(scene, { account, by = 'key', ...asked }) {
        const wire = await wireOf(scene)
        await callVendor(scene, asked, {
          async send(request) {
            const credentials = await credentialsOf(wire, account)
            return by === 'key'
              ? sendBy(wire, { apiKey: credentials.apiKey }, request)
              : sendByToken(scene, wire, credentials, request)
          },
        })
      },
    }),
  },
} satisfies StepsPart

interface Credentials {
  username: string
  apiKey: string
}

async function credentialsOf(wire: Wire, account: string | undefined): Promise<Credentials> {
  const { network } = await wire.world()
  if (account === undefined) return network
  const found = network.accounts.find(({ username }) => username === account)
  if (found) return found
  const known = network.accounts.map(({ username }) => username).join(', ')
  throw new ClientError(`The world has no account "${account}" of Africa's Talking. It has: ${known}.`)
}

function sendBy(wire: Wire, auth: Record<string, string>, request: PortRequest): Promise<PortResponse> {
  return wire.port.fetch({ ...request, headers: { ...auth, Accept: 'application/json', ...request.headers } })
}

/** With a token that is kept, and fetched anew where it is refused. */
async function sendByToken(
  scene: Scene,
  wire: Wire,
  credentials: Credentials,
  request: PortRequest,
): Promise<PortResponse> {
  const kept = tokens(scene)
  const { username } = credentials
  const attempt = async () => {
    const token = kept.get(username) ?? (await newToken(wire, credentials, request.signal))
    kept.set(username, token)
    return sendBy(wire, { authToken: token }, request)
  }
  const response = await attempt()
  if (response.status !== 401) return response
  kept.delete(username)
  return attempt()
}

async function newToken(
  wire: Wire,
  { username, apiKey }: Credentials,
  signal: AbortSignal | undefined,
): Promise<string> {
  const request: PortRequest = {
    method: 'POST',
    path: '/auth-token/generate',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ username }),
    signal,
  }
  const response = await sendBy(wire, { apiKey }, request)
  if (response.status < 200 || response.status > 299) throw refusalOf(request, response)
  return readAs(tokenSchema, request, response).token
}
