export { isMailAddress } from './address.ts'
export { Mail } from './mail.ts'
export { mailDbSchema } from './tables.ts'
