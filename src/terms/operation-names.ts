/** The operations of the vendors that are built in; a provider from outside brings others. */
export const builtInOperations = [
  'africastalking.sendSms',
  'africastalking.fetchMessages',
  'africastalking.sendBulkSms',
  'africastalking.getAccount',
  'africastalking.createAuthToken',
  'africastalking.listSubscriptions',
  'africastalking.createSubscription',
  'africastalking.deleteSubscription',
  'momo.createRequestToPay',
  'momo.getRequestToPay',
  'momo.createTransfer',
  'momo.getTransfer',
  'momo.createPreApproval',
  'momo.getPreApproval',
  'momo.listPreApprovals',
  'momo.cancelPreApproval',
  'momo.notifyPayer',
  'momo.getBalance',
  'momo.getBalanceInCurrency',
  'momo.isActive',
  'momo.getBasicUserInfo',
  'momo.getRemittanceUserInfo',
  'momo.createToken',
  'momo.createApiUser',
  'momo.getApiUser',
  'momo.createApiKey',
  'onepipe.transact',
  'onepipe.validate',
  'onepipe.query',
  'onepipe.reverse',
  'onepipe.options',
  'onepipe.fulfil',
  'onepipe.provideBalance',
] as const

/** Any text is taken: it is the simulator that knows what there is. An editor offers these. */
export type OperationName =
  | (typeof builtInOperations)[number]
  | 'momo'
  | 'onepipe'
  | 'africastalking'
  | (string & Record<never, never>)
