import type { OperationName } from './operations.ts'
import { bill, cashTransfer, consent, invoice, order, payout, refund, shop } from './world.fixture.ts'

/** What stands for the parameters of a path, such as `referenceId`. */
export type Params = Readonly<Record<string, string>>

/** What a case may do before its operation is called. */
interface Doing {
  /** POSTs to a path under a new reference id, and gives that. */
  post(path: string, body: object): Promise<string>
  /** POSTs a form to a path, and gives the answer's JSON. */
  postForm(path: string, form: string): Promise<unknown>
  get(path: string): Promise<unknown>
  /** The payer says yes to all that waits. */
  approve(): Promise<void>
}

/** How an operation is called so that it succeeds. */
export interface Case {
  /** Sent as JSON, or as it is where it is a text; of what `before` has made. */
  body?: object | string | ((made: Params) => object | string)
  /** Further headers, of what `before` has made. */
  headers?: (made: Params) => Readonly<Record<string, string>>
  /** Bodies that are refused, beside those that are wrong in every operation. */
  wrong?: readonly string[]
  /** Makes what it is about, and gives the parameters of its path. */
  before?: (doing: Doing, path: string) => Promise<Params>
  /** The body with a test number, where that is not the id of a party. */
  withNumber?: (id: string) => object
  /** Statuses that the errors common to all operations do not bring about, each with the test that does. */
  elsewhere?: Readonly<Record<number, string>>
}

const person = { accountHolderIdType: 'msisdn', accountHolderId: '46733000001' }
/** Nobody's number: the sandbox's own person, of whom it knows everything. */
const stranger = { ...person, accountHolderId: '46799999999' }
const cheap = { ...order, amount: '1' }

const parentOf = (path: string) => path.replace(/\/\{\w+\}$/, '')
/** A request to pay that was paid. */
async function paid({ post, approve }: Doing): Promise<string> {
  const referenceId = await post('/collection/v1_0/requesttopay', cheap)
  await approve()
  return referenceId
}
const back = (referenceIdToRefund: string) => ({ ...refund, amount: '1', referenceIdToRefund })

/** For the status of an order that was POSTed at the same path without its last segment. */
const after =
  (body: object, approved = false): NonNullable<Case['before']> =>
  async ({ post, approve }, path) => {
    const referenceId = await post(parentOf(path), body)
    if (approved) await approve()
    return { referenceId }
  }

const consentForm = (hint: string, scope: string) => `login_hint=${hint}&scope=${scope}&access_type=offline`
const ofAma = consentForm('ID:46733000001/MSISDN', 'all_info')
const grant = (id = '') => `grant_type=urn:openid:params:grant-type:ciba&auth_req_id=${id}`

/** The `auth_req_id` of a consent that was given. */
async function given({ postForm, approve }: Doing, path: string): Promise<string> {
  const { auth_req_id } = (await postForm(`/${path.split('/')[1]}/v1_0/bc-authorize`, ofAma)) as {
    auth_req_id: string
  }
  await approve()
  return auth_req_id
}

/** One for each operation of the table; without one the types are wrong. */
export const cases: Readonly<Record<OperationName, Case>> = {
  createRequestToPay: { body: cheap },
  getRequestToPay: { before: after(cheap, true) },
  createRequestToWithdraw: { body: cheap },
  getRequestToWithdraw: { before: after(cheap, true) },
  createInvoice: { body: invoice },
  getInvoice: { before: after(invoice) },
  cancelInvoice: {
    before: after(invoice),
    body: { externalId: 'cancel-9' },
    // With the quirk invoice-cancel-status.
    elsewhere: { 200: 'invoice.test.ts' },
  },
  createTransfer: { body: { ...payout, amount: '1' } },
  getTransfer: { before: after({ ...payout, amount: '1' }) },
  createDeposit: { body: { ...payout, amount: '1' } },
  getDeposit: { before: after({ ...payout, amount: '1' }) },
  createRefund: {
    before: async (doing) => ({ paid: await paid(doing) }),
    body: (made) => back(made.paid ?? ''),
  },
  getRefund: {
    before: async (doing, path) => ({
      referenceId: await doing.post(parentOf(path), back(await paid(doing))),
    }),
  },
  createCashTransfer: { body: { ...cashTransfer, amount: '1' } },
  getCashTransfer: { before: after({ ...cashTransfer, amount: '1' }) },
  createPayment: { body: bill },
  getPayment: { before: after(bill) },
  createPreApproval: { body: consent },
  getPreApproval: { before: after(consent, true) },
  listPreApprovals: { before: async () => person },
  cancelPreApproval: {
    async before({ post, get, approve }) {
      await post('/collection/v2_0/preapproval', consent)
      await approve()
      const list = await get('/collection/v1_0/preapprovals/msisdn/46733000001')
      const approved = (list as Array<{ preApprovalId: string; status: string }>).find(
        ({ status }) => status === 'APPROVED',
      )
      return { preapprovalid: String(approved?.preApprovalId) }
    },
  },
  notifyPayer: {
    body: { notificationMessage: 'Thank you' },
    // Every product can notify of a request to pay, but only collection makes one.
    before: async (doing) => ({ referenceId: await paid(doing) }),
    elsewhere: {
      409: 'delivery-notification.test.ts',
      410: 'delivery-notification.test.ts',
      429: 'delivery-notification.test.ts',
    },
  },
  getBalance: {},
  getBalanceInCurrency: { before: async () => ({ currency: 'EUR' }) },
  isActive: { before: async () => person },
  getBasicUserInfo: { before: async () => stranger },
  getRemittanceUserInfo: { before: async () => stranger },
  createToken: {},
  authorizeConsent: {
    body: ofAma,
    wrong: [
      consentForm('ID:nobody@example.com/EMAIL', 'profile'),
      consentForm('ID:46733000001/MSISDN', 'pay'),
    ],
  },
  createConsentToken: {
    before: async (doing, path) => ({ id: await given(doing, path) }),
    body: ({ id }) => grant(id),
  },
  getUserInfoByConsent: {
    async before(doing, path) {
      const id = await given(doing, path)
      const { access_token } = (await doing.postForm(`/${path.split('/')[1]}/oauth2/token/`, grant(id))) as {
        access_token: string
      }
      return { token: access_token }
    },
    headers: ({ token }) => ({ Authorization: `Bearer ${token}` }),
  },
  createApiUser: { body: { providerCallbackHost: 'cb.example' } },
  getApiUser: { before: async () => ({ apiUser: shop.id }) },
  createApiKey: { before: async () => ({ apiUser: shop.id }) },
}
