export { isMailAddress } from './address.ts'
export { Mail } from './mail.ts'
export { mailMigrations } from './tables.ts'
