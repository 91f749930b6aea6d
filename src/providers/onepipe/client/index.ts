export { OnePipeApp } from './app.ts'
export { BalanceRequest } from './balance-request.ts'
export { type BalanceStatus, balanceStatuses } from './schema.ts'
