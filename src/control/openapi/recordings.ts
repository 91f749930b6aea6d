import { z } from 'zod'
import type { ControlDescription } from '../../providers/index.ts'
import { recordingSchema } from '../../terms/sim/recording.ts'

const section = 'Recordings'
const params = { name: z.string().meta({ examples: ['pay-order'] }) }

/** What documents say of `/recordings`. */
export const recordings = {
  listRecordings: {
    summary: 'The recordings under way, and those that were stopped',
    description: 'They are kept in memory until payersim ends.',
    section,
    answers: { 200: z.array(recordingSchema) },
    inMemory: true,
  },
  startRecording: {
    summary: 'Record what happens from now on',
    description: '`usedWorld` says that something had happened before, so that a replay may differ.',
    section,
    example: { name: 'pay-order' },
    answers: { 201: recordingSchema },
    problems: ['not-a-recording-name', 'recording-under-way'],
  },
  getRecording: {
    summary: 'The script of a recording, as far as it is',
    section,
    params,
    answers: { 200: { 'text/yaml': z.string() } },
    problems: ['unknown-recording', 'nothing-recorded'],
  },
  stopRecording: {
    summary: 'End a recording, and keep its script',
    section,
    params,
    answers: { 200: recordingSchema },
    problems: ['unknown-recording'],
  },
  deleteRecording: {
    summary: 'Forget a recording',
    section,
    params,
    answers: { 204: null },
    problems: ['unknown-recording'],
    inMemory: true,
  },
} satisfies Record<string, ControlDescription>
