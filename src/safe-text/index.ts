export { type Known, maskSpoken, maskText } from './find-secrets.ts'
export { hidden } from './hidden.ts'
export { maskData, maskHeader } from './mask.ts'
export { oneTimeCode, oneTimeCodes } from './one-time-code.ts'
export {
  asksForSecret,
  maskAnswer,
  maskDialled,
  SessionSecrets,
  secretsDialled,
  secretsIn,
  withoutSecrets,
} from './typed-answers.ts'
export { visible, visibleLine } from './visible.ts'
export { escapeXml } from './xml.ts'
