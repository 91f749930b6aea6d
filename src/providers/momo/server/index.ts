export { Momo } from './momo.ts'
export { momoServer } from './server.ts'
export { momoDbSchema } from './tables.ts'
