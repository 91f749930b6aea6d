export { dialCommand } from './dial.ts'
export { serveCommand } from './serve.ts'
export { testCommand } from './test.ts'
export { worldCommand } from './world.ts'
