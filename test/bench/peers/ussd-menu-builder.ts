import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { menu } from './menu.ts'

/** ussd-menu-builder as its README shows it: on Express, sessions in memory. */
const UssdMenu = createRequire(import.meta.url)('ussd-menu-builder')
const app = express()
app.post('/ussd', express.urlencoded({ extended: false }), async (request, response) => {
  const ussd = new UssdMenu()
  ussd.startState({ run: () => ussd.con(menu.main), next: { '4': 'language' } })
  ussd.state('language', { run: () => ussd.con(menu.language), next: { '0': 'main' } })
  ussd.state('main', { run: () => ussd.con(menu.main), next: { '4': 'language' } })
  response.send(await ussd.run(request.body))
})
const server = createServer(app).listen(0, '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}`)
})
