import type { IncomingMessage, ServerResponse } from 'node:http'
import { formFields, type Kernel, readText, sendFailure, sendProblem } from '../kernel/index.ts'
import type { HopReply } from './hop.ts'
import type { HopForm } from './schema.ts'

/** Bytes; a hop has some 200. */
const largestBody = 16 * 1024
const path = '/ussd'

type AnswerHop = (form: HopForm) => Promise<HopReply>
/** Answers a request, or returns false and leaves it to others. */
export type Listener = (request: IncomingMessage, response: ServerResponse) => boolean

/**
 * Africa's Talking's side of a hop: a form in, `CON …` or `END …` out. It takes Node's own messages, because the way
 * through Express costs nearly as much as the hop itself.
 */
export function hopListener(kernel: Kernel, hop: AnswerHop): Listener {
  return (request, response) => {
    const { url = '', method } = request
    if (url !== path && url.split('?')[0] !== path) return false
    if (method === 'POST') {
      answerHop(request, response, hop).catch((error) =>
        sendFailure(kernel.logger, error, { method, path }, response),
      )
    } else {
      response.setHeader('Allow', 'POST')
      sendProblem(response, {
        status: 405,
        title: 'Method Not Allowed',
        detail: `${method} is not taken here. Post the five fields of a USSD hop.`,
      })
    }
    return true
  }
}

async function answerHop(request: IncomingMessage, response: ServerResponse, hop: AnswerHop): Promise<void> {
  const form = formFields(await readText(request, largestBody))
  const { body, metadata } = await hop(form as unknown as HopForm)
  const headers: Record<string, string | number> = {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
  }
  if (metadata) headers['at-ussd-hop-metadata'] = metadata
  response.writeHead(200, headers)
  response.end(body)
}
