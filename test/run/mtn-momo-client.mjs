// Everything that the client mtn-momo-client can do with one product, unmodified: one line of JSON for each.
// After asking for a payment it waits for a line on stdin, since a person answers on the phone meanwhile.
import { once } from 'node:events'
import {
  createAccessToken,
  createAPIKey,
  createAPIUser,
  createAPIUserAndKey,
  createCollectionAPI,
  createDisbursementAPI,
  createProvisioningClient,
  createRemittanceAPI,
  fetchAPIUser,
} from 'mtn-momo-client'

const [, , product, subscriptionKey] = process.argv
const party = { partyIdType: 'MSISDN', partyId: '46733000001' }
const payment = {
  amount: '12.50',
  currency: 'EUR',
  externalId: '17',
  payerMessage: 'Order 17',
  payeeNote: 'x',
}

async function show(name, work) {
  try {
    const value = await work()
    console.log(JSON.stringify({ name, value }))
    return value
  } catch (error) {
    const { message, response } = error
    console.log(JSON.stringify({ name, error: message, status: response?.status, body: response?.data }))
  }
}

const client = createProvisioningClient({ subscriptionKey })
const user = await show('createAPIUser', () =>
  createAPIUser({ client, providerCallbackHost: 'shop.example' }),
)
await show('createAPIKey', () => createAPIKey({ client, userId: user.userId }))
await show('fetchAPIUser', () => fetchAPIUser({ client, userId: user.userId }))
const config = await show('createAPIUserAndKey', () =>
  createAPIUserAndKey({ subscriptionKey, providerCallbackHost: 'shop.example' }),
)
await show('createAccessToken', () => createAccessToken({ ...config, targetProduct: product }))

const api = {
  collection: createCollectionAPI,
  disbursement: createDisbursementAPI,
  remittance: createRemittanceAPI,
}[product](config)

if (product === 'collection') {
  const { referenceId } = await show('requestToPay', () => api.requestToPay({ ...payment, payer: party }))
  await show('pending', () => api.requestToPayTransactionStatus({ referenceId }))
  const notify = (notificationMessage) => () =>
    api.requestToPayDeliveryNotification({ referenceId, notificationMessage, language: 'en' })
  console.log(JSON.stringify({ name: 'waiting' }))
  await once(process.stdin, 'data')
  process.stdin.destroy()
  await show('requestToPayTransactionStatus', () => api.requestToPayTransactionStatus({ referenceId }))
  await show('requestToPayDeliveryNotification', notify('Your parcel is packed'))
} else {
  const { referenceId } = await show('transfer', () => api.transfer({ ...payment, payee: party }))
  console.log(JSON.stringify({ name: 'waiting' }))
  await once(process.stdin, 'data')
  process.stdin.destroy()
  await show('getTransferStatus', () => api.getTransferStatus({ referenceId }))
}
await show('getAccountBalance', () => api.getAccountBalance())
await show('getBasicUserInfo', () => api.getBasicUserInfo({ accountHolderMSISDN: party.partyId }))
await show('validateAccountHolderStatus', () =>
  api.validateAccountHolderStatus({ accountHolderIdType: 'msisdn', accountHolderId: party.partyId }),
)
