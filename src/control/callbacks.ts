import type { Router } from 'express'
import { InputError, type Kernel, NotFoundError } from '../kernel/index.ts'
import { maskData } from '../safe-text/index.ts'
import { gone } from './phones.ts'
import { emptyBody, parse } from './schema.ts'

/** Whose deliveries are callbacks: to merchants, and to the apps behind short codes and sender ids. */
const subscribers = [
  'momo.callback',
  'momo.callback-ladder',
  'network.sms-report',
  'network.sms-inbound',
  'network.sms-opt-out',
]

const iso = (time: number | null) => (time === null ? null : new Date(time).toISOString())

/** Callbacks on requests to pay, pre-approvals, transfers and SMS, in the order in which they were made. */
export function callbackRoutes(routes: Router, kernel: Kernel): void {
  const records = () =>
    kernel.read(async (rx) => {
      const found = []
      for (const subscriber of subscribers) {
        for (const record of await kernel.deliveries.list(rx, subscriber)) found.push({ subscriber, record })
      }
      return found.sort((one, other) => one.record.id - other.record.id)
    })
  const list = async () =>
    (await records()).map(({ subscriber, record: { createdAt, attemptedAt, data, result, ...rest } }) => ({
      ...rest,
      result: maskData(result),
      subscriber,
      ...maskData(data as object),
      createdAt: iso(createdAt),
      attemptedAt: iso(attemptedAt),
    }))
  routes.get('/callbacks', async (_, response) => {
    response.json(await list())
  })
  routes.post('/callbacks/:id/resend', async (request, response) => {
    parse(emptyBody, request.body, 'body')
    const id = Number(request.params.id)
    if (!Number.isSafeInteger(id))
      throw new InputError(`${request.params.id} is no callback's id. GET /_sim/callbacks lists them.`)
    const found = (await records()).find(({ record }) => record.id === id)
    if (!found)
      throw new NotFoundError(
        `No callback ${id}, or it was attempted so long ago that it is not kept any more. GET /_sim/callbacks lists them.`,
        { id },
      )
    const repeated = await kernel.transact((tx) => kernel.deliveries.repeat(tx, id, found.subscriber))
    await kernel.settle({ signal: gone(response) })
    response.status(201).json((await list()).find((callback) => callback.id === repeated))
  })
}
