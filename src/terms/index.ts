export {
  durationSchema,
  durationUpTo,
  formatDuration,
  longestAdvance,
  longestDuration,
  millisecondsOf,
  parseDuration,
} from './duration.ts'
