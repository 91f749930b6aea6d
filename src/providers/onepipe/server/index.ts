export type { OnePipeApp, OnePipeConfig, OnePipeSource, OtpRules, SmsHandler } from './config.ts'
export { OnePipe } from './onepipe.ts'
export { type AuthType, authTypes, hasShape, shapeRule } from './plaintext.ts'
export { type OnePipeQuirks, onePipeQuirks, resolveOnePipeQuirks } from './quirks.ts'
export { decryptSecure, encryptSecure, type PlaintextEncoding, signature } from './secure.ts'
export { statementsCsv } from './statement.ts'
export { onepipeDbSchema } from './tables.ts'
export {
  builtInOnePipe,
  type OnePipeWorld,
  onePipeConfig,
  onePipeWorldSchema,
  ownProvider,
} from './world.ts'
