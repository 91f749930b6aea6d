export { type Recording, startRecording } from './recording.ts'
export { type SavedRecording, saveRecording } from './save-recording.ts'
