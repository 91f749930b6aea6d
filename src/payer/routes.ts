import type { IRouter } from 'express'
import { formFields, type Kernel, problemHandlers, readText, sendProblem } from '../kernel/index.ts'
import type { HopReply } from './hop.ts'
import type { HopForm } from './schema.ts'

/** Bytes; a hop has some 200. */
const largestBody = 16 * 1024

/** Africa's Talking's side of a hop: a form in, `CON …` or `END …` out. */
export function payerRoutes(
  router: IRouter,
  kernel: Kernel,
  hop: (form: HopForm) => Promise<HopReply>,
): void {
  router.post('/ussd', async (request, response) => {
    const form = formFields(await readText(request, largestBody))
    const { body, metadata } = await hop(form as unknown as HopForm)
    const headers: Record<string, string | number> = {
      'Content-Type': 'text/plain; charset=utf-8',
      'Content-Length': Buffer.byteLength(body),
    }
    if (metadata) headers['at-ussd-hop-metadata'] = metadata
    response.writeHead(200, headers)
    response.end(body)
  })
  router.all('/ussd', (request, response) => {
    response.setHeader('Allow', 'POST')
    sendProblem(response, {
      status: 405,
      title: 'Method Not Allowed',
      detail: `${request.method} is not taken here. Post the five fields of a USSD hop.`,
    })
  })
  router.use('/ussd', problemHandlers(kernel.logger).failed)
}
