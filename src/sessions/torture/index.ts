export {
  plansFaults,
  type RestartableSimulator,
  type TortureOptions,
  type TortureRun,
  torture,
} from './torture.ts'
