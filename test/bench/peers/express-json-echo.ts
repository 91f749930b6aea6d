import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'

/** The least that a JSON API on Express 5 can do: read the body, answer 202. */
const app = express()
app.post('/collection/v1_0/requesttopay', express.json(), (request, response) => {
  response.status(202).json(request.body)
})
const server = createServer(app).listen(0, '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}`)
})
