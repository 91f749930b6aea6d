import { describe, expect, it } from 'vitest'
import { VendorHosts } from './vendor-hosts.ts'
import { vendors } from './vendors.fixture.ts'

const fate = (host: string, hosts = vendors) => {
  const vendor = hosts.vendorOf(host)
  return vendor ? `${vendor.title} ${hosts.isAnswered(host) ? 'answered' : 'refused'}` : 'not touched'
}

describe('a host', () => {
  it.each([
    ['sandbox.momodeveloper.mtn.com', 'MTN MoMo answered'],
    ['momodeveloper.mtn.com', 'MTN MoMo answered'],
    ['proxy.momoapi.mtn.com', 'MTN MoMo answered'],
    ['momoapi.mtn.com', 'MTN MoMo answered'],
    ['sandbox.momoapi.mtn.com', 'MTN MoMo answered'],
    ['api.momoapi.mtn.com', 'MTN MoMo answered'],
    ['momoapi.momo.africa', 'MTN MoMo answered'],
    ['sandbox.momoapi.momo.africa', 'MTN MoMo answered'],
    ['ericssonbasicapi1.azure-api.net', 'MTN MoMo answered'],
    ['sandbox.momodeveloper.mtn.co.rw', 'MTN MoMo answered'],
    ['momodeveloper.mtn.co.ug', 'MTN MoMo answered'],
    ['proxy.momoapi.mtn.cm', 'MTN MoMo answered'],
    ['proxy.momoapi.mtn.ci', 'MTN MoMo answered'],
    ['proxy.momoapi.mtn.ug', 'MTN MoMo answered'],
    ['momoapi.mtn.com.gh', 'MTN MoMo answered'],
    ['api.mtn.co.rw', 'MTN MoMo refused'],
    ['market.momo.africa', 'MTN MoMo refused'],
    ['momo.africa', 'MTN MoMo refused'],
    ['api.mtn.com', 'MTN MoMo refused'],
    ['api.sandbox.africastalking.com', 'Africa’s Talking answered'],
    ['API.AfricasTalking.com.', 'Africa’s Talking answered'],
    ['payments.africastalking.com', 'Africa’s Talking refused'],
    ['voice.sandbox.africastalking.com', 'Africa’s Talking refused'],
    ['bundles.africastalking.com', 'Africa’s Talking refused'],
    ['ke.sip.africastalking.com', 'Africa’s Talking refused'],
    ['next.year.africastalking.com', 'Africa’s Talking refused'],
    ['x.api.africastalking.com', 'Africa’s Talking refused'],
    ['api.onepipe.io', 'OnePipe answered'],
    ['api.paygateplus.ng', 'OnePipe answered'],
    ['docs.onepipe.io', 'OnePipe refused'],
    ['dashboard.onepipe.com', 'OnePipe refused'],
    ['www.mtn.com', 'not touched'],
    ['mtn.com', 'not touched'],
    ['mtn.co.rw', 'not touched'],
    ['www.mtn.com.gh', 'not touched'],
    ['momoapi.mtn.example', 'not touched'],
    ['momodevelopercommunity.mtn.com', 'not touched'],
    ['developers.mtn.com', 'not touched'],
    ['shop.azure-api.net', 'not touched'],
    ['securemomo.africa', 'not touched'],
    ['notonepipe.io', 'not touched'],
    ['www.paygateplus.ng', 'not touched'],
    ['onepipe.io.example', 'not touched'],
    ['', 'not touched'],
  ])('such as %s is %s', (host, expected) => {
    expect(fate(host)).toBe(expected)
  })

  it('that is listed as known is a vendor’s', () => {
    for (const host of vendors.known) expect(fate(host)).toMatch(/answered|refused/)
    expect(new Set(vendors.known).size).toBe(vendors.known.length)
  })

  it('belongs to the vendor whose list has it', () => {
    const others = new VendorHosts([
      { title: 'Kiosk', hosts: { domains: ['kiosk.example'], answered: ['.api.kiosk.example'], known: [] } },
    ])
    expect(fate('v2.api.kiosk.example', others)).toBe('Kiosk answered')
    expect(fate('www.kiosk.example', others)).toBe('Kiosk refused')
    expect(fate('api.onepipe.io', others)).toBe('not touched')
  })
})
