export { Momo } from './momo.ts'
export { momoOpenApi } from './openapi.ts'
export { momoServer } from './server.ts'
export { momoDbSchema } from './tables.ts'
