import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'

/** The least that a USSD app on Express 5 can do: read the form, answer. */
const app = express()
app.post('/ussd', express.urlencoded({ extended: false }), (request, response) => {
  response.type('text/plain').send(`CON ${request.body.text}`)
})
const server = createServer(app).listen(0, '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}`)
})
