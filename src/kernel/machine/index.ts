export { type EffectTable, performedByShell } from './effects.ts'
export { graphOf, type MachineWatch, mermaidOf } from './machine-graph.ts'
export { MachineError, MachineShell, type MachineState, type MachineStep } from './machine-shell.ts'
