import { inLowerCase, requestWith } from '../kernel/index.ts'
import { type ControlDoor, controlLimit } from './control-door.ts'

/** The answer of a control route, without a socket. */
export async function askControl(
  door: ControlDoor,
  { method, path, body }: { method: string; path: string; body?: object | undefined },
) {
  const request = await requestWith(
    {
      method,
      url: `/_sim${path}`,
      headers: { host: 'localhost', ...(body && { 'content-type': 'application/json' }) },
      body: body && JSON.stringify(body),
    },
    { limit: controlLimit, trace: '' },
  )
  const gone = () => new AbortController().signal
  const answer = await door.answer(request, { gone })
  const { status, headers } = answer
  const text = 'body' in answer ? String(answer.body) : ''
  return {
    status,
    headers: inLowerCase(headers),
    // biome-ignore lint/suspicious/noExplicitAny: a test knows the shape of its answer
    json: (text === '' ? undefined : JSON.parse(text)) as any,
  }
}
