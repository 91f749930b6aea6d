import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { expect, it } from 'vitest'
import { inject } from './in-process.ts'

it('a request in process leaves the app, and every other app, fit for sockets', async () => {
  const app = express()
  app.get('/greeting', (request, response) => {
    response.json({ to: request.query.to, host: request.hostname })
  })
  const answer = await inject(app, {
    method: 'GET',
    url: '/greeting?to=Ama',
    headers: { host: 'payersim.test' },
  })
  expect(answer.json()).toEqual({ to: 'Ama', host: 'payersim.test' })

  const server = createServer(app).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/greeting?to=Ben`
  expect(await (await fetch(url)).json()).toEqual({ to: 'Ben', host: '127.0.0.1' })
  server.closeAllConnections()
  server.close()
})
