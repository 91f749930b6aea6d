export {
  durationSchema,
  durationUpTo,
  formatDuration,
  longestAdvance,
  longestDuration,
  millisecondsOf,
  parseDuration,
} from './duration.ts'
export { didYouMean, nearest } from './nearest.ts'
