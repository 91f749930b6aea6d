import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { expect, it } from 'vitest'
import { telco } from './network.fixture.ts'

const require = createRequire(import.meta.url)
const to = '+254700072929'

it('the africastalking SDK, unmodified, sends, and is told of a wrong key', async () => {
  const { network, kernel, close } = await telco()
  const server = express().use(network.routes()).listen(0, '127.0.0.1')
  await new Promise((listening) => server.once('listening', listening))
  try {
    const sdk = (apiKey: string) => require('africastalking')({ username: 'sandbox', apiKey }).SMS
    const sms = sdk('atsk_test')
    const refused = sdk('wrong')
    // The constructor picks the sandbox's hosts, and the SDK reads them again at each call.
    Object.assign(require('africastalking/lib/common'), {
      SMS_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/version1/messaging`,
    })
    const sent = await sms.send({ to: [to, '+254711000000'], message: 'Käfer & co', from: 'MYSHOP' })
    expect(sent.SMSMessageData.Message).toBe('Sent to 2/2 Total Cost: KES 1.6000 Message parts: 1')
    expect(await kernel.read((rx) => network.messages(rx, to))).toMatchObject([
      { from: 'MYSHOP', text: 'Käfer & co' },
    ])
    await expect(refused.send({ to, message: 'x' })).rejects.toMatchObject({ response: { status: 401 } })
  } finally {
    server.closeAllConnections()
    await new Promise((closed) => server.close(closed))
    await close()
  }
})
