// The second face of this room: what the words of a provider are made of. The first, index.ts, knows the providers.
export { expectedCallbacks } from './callbacks-schema.ts'
export { type Kind, mask, perScene, type Scene } from './scene.ts'
export { StepFailure } from './step-failure.ts'
export { expectCallbacks } from './steps/callbacks.ts'
export { action, expectation, type StepsPart } from './steps-part.ts'
export { amount, currency, name, party, validity, written } from './values.ts'
