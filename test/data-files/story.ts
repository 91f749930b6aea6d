import {
  ama,
  ask,
  balanceRef,
  ben,
  cleo,
  control,
  dora,
  esi,
  type Fetch,
  momo,
  ngozi,
  onepipe,
  party,
  preApprovals,
  requestsToPay,
  secure,
  stranger,
  transfers,
  validate,
} from './requests.ts'

/** Nobody listens there. */
const closedUrl = 'http://localhost:9/callbacks'
const serviceCode = '*384*77#'
const shortCode = '22384'

/**
 * What has happened in a data file: something of everything that a file can hold, and something open of everything that
 * can be. It is told through routes that every version has.
 *
 * @param app the URL of an app that takes callbacks, hops and SMS
 */
export async function tellStory(fetch: Fetch, app: string): Promise<void> {
  const collection = await momo(fetch, 'collection')
  const disbursement = await momo(fetch, 'disbursement')
  const settle = () => control(fetch, 'POST', '/clock/advance', { by: 'PT0S' })
  const wait = (by: string) => control(fetch, 'POST', '/clock/advance', { by })
  const dial = (phone: string, code: string) => control(fetch, 'POST', `/phones/${phone}/dial`, { code })
  const reply = async (phone: string, ...texts: string[]) => {
    for (const text of texts) await control(fetch, 'POST', `/phones/${phone}/reply`, { text })
    await settle()
  }
  const askToPay = async (
    referenceId: string,
    payer: string,
    amount: string,
    callbackUrl = `${app}/momo`,
  ) => {
    const body = { amount, currency: 'EUR', externalId: referenceId.slice(-2), payer: party(payer) }
    const words = { payerMessage: `Order ${referenceId.slice(-2)}`, payeeNote: 'a note' }
    await collection({
      method: 'POST',
      path: '/v1_0/requesttopay',
      referenceId,
      callbackUrl,
      body: { ...body, ...words },
    })
    await settle()
  }
  const preApprove = async (referenceId: string, payer: string) => {
    const terms = { payer: party(payer), payerCurrency: 'EUR', validityTime: 30 * 86_400 }
    const body = { ...terms, payerMessage: `Plan ${referenceId.slice(-2)}` }
    const callbackUrl = `${app}/momo`
    await collection({ method: 'POST', path: '/v2_0/preapproval', referenceId, callbackUrl, body })
    await settle()
  }
  const send = (referenceId: string, payee: object, amount: string) => {
    const body = { amount, currency: 'EUR', externalId: 'out', payee, payerMessage: 'Prize', payeeNote: 'n' }
    const callbackUrl = `${app}/momo`
    return disbursement({ method: 'POST', path: '/v1_0/transfer', referenceId, callbackUrl, body })
  }

  await control(fetch, 'PUT', `/network/service-codes/${encodeURIComponent(serviceCode)}`, {
    callbackUrl: `${app}/ussd`,
    eventsUrl: `${app}/events`,
  })
  await control(fetch, 'PUT', `/network/short-codes/${shortCode}`, {
    callbackUrl: `${app}/sms`,
    deliveryReportUrl: `${app}/reports`,
    optOutUrl: `${app}/opt-outs`,
  })
  // It meets nothing.
  const fault = { point: 'sms', do: 'lost', match: { recipient: '+46733000099' } }
  await control(fetch, 'PUT', '/faults', [fault])

  await askToPay(requestsToPay.expired, dora, '7.00')
  await wait('PT6M')
  await askToPay(requestsToPay.approved, ben, '12.50')
  await reply(ben, '1', '1234')
  await collection({
    method: 'POST',
    path: `/v1_0/requesttopay/${requestsToPay.approved}/deliverynotification`,
    body: { notificationMessage: 'Your order is on its way' },
  })
  await settle()
  await askToPay(requestsToPay.rejected, ben, '13.50')
  await reply(ben, '2')
  await askToPay(requestsToPay.tooExpensive, cleo, '900.00')
  await reply(cleo, '1', '1234')

  await preApprove(preApprovals.used, ben)
  await reply(ben, '1', '1234')
  await askToPay(requestsToPay.automatic, ben, '9.00')
  await preApprove(preApprovals.cancelled, dora)
  await reply(dora, '1', '1234')
  const path = `/v1_0/preapprovals/MSISDN/${dora.slice(1)}`
  const [accepted] = (await collection({ path })) as Array<{ preApprovalId: string }>
  await collection({ method: 'DELETE', path: `/v1_0/preapproval/${accepted?.preApprovalId}` })

  await send(transfers.received, party(ben), '20.00')
  await send(transfers.tooLarge, party(ben), '99999999.00')
  await send(transfers.toNobody, { partyIdType: 'EMAIL', partyId: 'nobody@example.com' }, '1.00')
  await settle()

  // A whole session with an app, and one that the app ends with no answer.
  await dial(ben, serviceCode)
  await reply(ben, '1')
  await dial(ben, serviceCode)
  await reply(ben, 'wrong')
  await sendSms(fetch, ben, 'Your order is ready', shortCode)
  await control(fetch, 'POST', `/phones/${ben}/messages`, { to: shortCode, text: 'Thanks' })
  await control(fetch, 'POST', `/phones/${dora}/messages`, { to: shortCode, text: 'STOP' })
  await settle()

  // From here on things stay open. Esi's phone is off: SMS to it wait.
  await control(fetch, 'PATCH', `/phones/${esi}`, { online: false })
  await sendSms(fetch, esi, 'Call us', shortCode)
  await preApprove(preApprovals.pending, esi)
  await onepipe(fetch, '', {
    auth: { type: 'bank.account', secure: secure('6200000766;058'), auth_provider: 'Beeceptor' },
    transaction: {
      mock_mode: 'Live',
      transaction_ref: balanceRef,
      transaction_desc: 'A balance',
      customer: {
        customer_ref: ngozi.slice(1),
        firstname: 'Ngozi',
        surname: 'Adeyemi',
        email: 'ngozi@example.com',
        mobile_no: ngozi.slice(1),
      },
      meta: {},
      details: null,
    },
  })
  await settle()
  await validate(fetch, '000000')
  await askToPay(requestsToPay.ofStranger, stranger, '4.00')
  await askToPay(requestsToPay.atPin, ama, '10.00')
  await reply(ama, '1')
  await askToPay(requestsToPay.prompted, cleo, '2.00')
  await dial(ben, '*165#')
  // By the pre-approval, so that no prompt disturbs the menu.
  await askToPay(requestsToPay.notTold, ben, '3.00', closedUrl)
}

async function sendSms(fetch: Fetch, to: string, message: string, from: string): Promise<void> {
  await ask(fetch, {
    method: 'POST',
    path: '/version1/messaging',
    headers: {
      apiKey: 'atsk_payersim',
      Accept: 'application/json',
      'Content-Type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({ username: 'sandbox', to, message, from }).toString(),
  })
}
