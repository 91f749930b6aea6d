export { type Recording, type RecordingOptions, startRecording } from './recording.ts'
export { type SavedRecording, saveRecording } from './save-recording.ts'
