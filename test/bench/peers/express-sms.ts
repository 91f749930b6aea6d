import { randomBytes } from 'node:crypto'
import { Agent, request as call, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'

/** The least that does what an SMS asks for: read the form, answer as the API does, send the delivery report. Keeps nothing. */
let reports = ''
const agent = new Agent({ keepAlive: true })
const app = express()
app.put('/reports', express.json(), (request, response) => {
  reports = request.body.url
  response.end()
})
app.post('/version1/messaging', express.urlencoded({ extended: false }), (request, response) => {
  const { to: number } = request.body
  const messageId = `ATXid_${randomBytes(16).toString('hex')}`
  const recipient = { cost: 'KES 0.8000', messageId, number, status: 'Success', statusCode: 102 }
  const Message = 'Sent to 1/1 Total Cost: USD 0.0079 Message parts: 1'
  response.status(201).json({ SMSMessageData: { Message, Recipients: [recipient] } })
  report(new URLSearchParams({ id: messageId, status: 'Success', phoneNumber: number, networkCode: '99999' }))
})

function report(fields: URLSearchParams): void {
  const body = String(fields)
  const headers = {
    'Content-Type': 'application/x-www-form-urlencoded',
    'Content-Length': Buffer.byteLength(body),
  }
  call(reports, { method: 'POST', agent, headers }, (answer) => answer.resume()).end(body)
}

const server = createServer(app).listen(0, '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}`)
})
