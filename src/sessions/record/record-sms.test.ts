import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Simulator } from '../../simulator/index.ts'
import { failureOf, openStudio, type Studio } from './recording.fixture.ts'

let studio: Studio
let shop: Awaited<ReturnType<typeof openShop>>

/** A user's app, which sends a code by SMS to everyone who dials it. */
async function openShop() {
  let simulator = ''
  let sent = 48_210
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (part) => {
      body += part
    })
    request.on('end', async () => {
      const form = new URLSearchParams(body)
      const text = form.get('text') ?? ''
      if (text !== '') return response.end(text === String(sent) ? 'END Welcome back' : 'END That is not it')
      sent += 7
      for (const message of [`Your code is ${sent}.`, 'Our shop is open until eight.']) {
        await fetch(`${simulator}/version1/messaging`, {
          method: 'POST',
          headers: {
            apiKey: 'atsk_payersim',
            'Content-Type': 'application/x-www-form-urlencoded',
            Accept: 'application/json',
          },
          body: new URLSearchParams({ username: 'sandbox', to: form.get('phoneNumber') ?? '', message }),
        })
      }
      response.end('CON Type the code that we have sent you')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/shop`
  const textsBy = (of: Simulator) => {
    simulator = of.url ?? ''
  }
  return { url, textsBy, close: () => new Promise((resolve) => server.close(resolve)) }
}

beforeEach(async () => {
  studio = await openStudio()
  shop = await openShop()
  shop.textsBy(studio.simulator)
})
afterEach(async () => {
  await studio.close()
  await shop.close()
})

describe('recorded SMS', () => {
  it('give their codes to what is typed after them, whatever came in between', async () => {
    const ama = studio.sim.phone('+46733000001')
    const codes: string[] = []
    const text = await studio.recorded(async () => {
      await studio.sim.network.serviceCode('*384*7#', shop.url)
      await ama.dial('*384*7#')
      await studio.sim.settle()
      const [first] = await ama.messages()
      codes.push(first?.code ?? '')
      await ama.reply(first?.code ?? '')
      await ama.text('22384', `My code was ${first?.code}`)
      await ama.text('22384', '9876')
      await ama.text('22384', '1234')
    })
    expect(codes[0]).toMatch(/^\d{5}$/)
    expect(text).toContain(`  - types: "{{sms.code}}"
    ends: Welcome back
  - texts: { to: "22384", message: "My code was {{sms.code}}" }
  - sms: { contains: Our shop is open until eight. }
`)
    expect(text).toContain('  - sms: { contains: Your code is }')
    expect(text).toContain('message: "0000" }')
    expect(text).toContain('message: "{{pin}}" }')
    for (const secret of [codes[0] ?? '', '9876', '1234']) expect(text).not.toContain(secret)
    expect(await failureOf(text, studio, { port: 0, started: shop.textsBy })).toBe('')
  })

  it('have their codes also where a restore took them off the phone', async () => {
    const { sim, ama } = studio
    const text = await studio.recorded(async () => {
      await sim.network.serviceCode('*384*1#', shop.url)
      await sim.snapshots.take('fresh')
      await ama.dial('*384*1#')
      const [sms] = await ama.messages({ contains: 'Your code' })
      await ama.reply(sms?.code ?? '')
      await sim.snapshots.restore('fresh')
    })
    expect(text).toContain('types: "{{sms.code}}"')
    expect(text).toMatch(/ends: Welcome back[\s\S]*restore: fresh/)
  })
})
