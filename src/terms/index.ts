export {
  dayMilliseconds,
  durationSchema,
  formatDuration,
  longestDuration,
  parseDuration,
} from './duration.ts'
