import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ussdMenuApp } from './ussd-menu-app.ts'

const server = createServer(ussdMenuApp()).listen(0, '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}`)
})
