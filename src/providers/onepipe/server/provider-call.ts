import { OutboundError } from '../../../kernel/index.ts'
import type { OnePipeApp, OnePipeContext } from './config.ts'
import { type Body, type Mode, mobileOf, readProviderAnswer } from './schema.ts'
import { type Envelope, providerDown, providerSlow } from './wording.ts'

interface Forwarded {
  app: Pick<OnePipeApp, 'name'>
  mode: Mode
  body: Body<Mode>
  /** `auth.secure` in clear; undefined where the operation has none. */
  plaintext?: string
  /** As the app spelt it. */
  provider: string
  /** What it belongs to. */
  trace: string | null
}

/**
 * Asks the provider, over HTTP: the app's body with `request_mode`, the app as the API Logger page names it, and
 * `auth.secure` in clear (onepipe.atlassian.net, pages 255950922, 2260533249 and 222920739).
 *
 * @throws Refusal where it is down or slow, or does not answer with an envelope of OnePipe's
 */
export async function askProvider(
  { outbound, config }: OnePipeContext,
  { app, mode, body, plaintext, provider, trace }: Forwarded,
): Promise<Envelope> {
  const { providerUrl, providerKey, providerTimeoutMs } = config
  const secure = plaintext === undefined ? {} : { secure: plaintext }
  const auth = { ...(body.auth as object | undefined), ...secure, auth_provider: provider }
  const client = {
    client_id: app.name,
    client_name: app.name,
    client_app_id: app.name,
    client_app_name: app.name,
  }
  try {
    const answer = await outbound.send({
      method: 'POST',
      url: providerUrl,
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${providerKey}` },
      body: JSON.stringify({ ...body, request_mode: mode, auth, client }),
      timeoutMs: providerTimeoutMs,
      purpose: 'request',
      operation: 'onepipe.provideBalance',
      trace,
      phone: mobileOf(body),
    })
    const read = readProviderAnswer(answer.body.toString('utf8'), provider)
    if (!read) throw providerDown(`HTTP ${answer.status} with no envelope of OnePipe's.`)
    return read
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error
    throw error.reason === 'timeout' ? providerSlow(providerTimeoutMs / 1000) : providerDown(error.message)
  }
}
