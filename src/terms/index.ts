export { isControlPath } from './control-path.ts'
export {
  formatDuration,
  longestAdvance,
  millisecondsOf,
  parseDuration,
} from './duration.ts'
export { durationSchema, durationUpTo } from './duration-schema.ts'
export { faultArgsSchema, faultMatchSchema, faultPlanSchema, faultTimesSchema } from './fault-plan.ts'
export {
  type FaultAction,
  type FaultMatch,
  type FaultPoint,
  faultPointNames,
  faultPoints,
  type MatchKind,
  type PointWords,
} from './fault-points.ts'
export { isPlainGsm, measure, septetsOf } from './gsm.ts'
export {
  type InOtherLanguages,
  type LanguageTag,
  languageTags,
  type Told,
  told,
  wordsIn,
} from './language.ts'
export { amountPattern, currencyCodePattern, pricePattern } from './money.ts'
export { canonicalMsisdn, msisdnPattern, partyNumberPattern } from './msisdn.ts'
export { didYouMean, nearest, nearestOnes } from './nearest.ts'
export { inPhp, inQuotes, inShell } from './quoted.ts'
export { moneyIn } from './said-money.ts'
export {
  choiceOf,
  labelWith,
  nothingToChoose,
  optionsOf,
  type ScreenOption,
  type WantedOption,
} from './screen-options.ts'
export { isSenderId, senderIdRule } from './sender-id.ts'
export { isServiceCode, longestServiceCode, serviceCodePattern } from './service-code.ts'
export { shortCodePattern } from './short-code.ts'
export { readsOnce, untilHot } from './until-hot.ts'
export { uuidPattern, uuidV4Pattern } from './uuid.ts'
export { worldNameProblem } from './world-name.ts'
