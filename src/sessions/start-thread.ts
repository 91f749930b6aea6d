import { Worker, type WorkerOptions } from 'node:worker_threads'

/**
 * Starts a thread at a module: TypeScript in the sources, JavaScript in what is built.
 *
 * @param name of the module, without its extension
 * @param beside the `import.meta.url` of one in the same folder
 */
export function startThread(name: string, beside: string, options: WorkerOptions): Worker {
  if (!beside.endsWith('.ts')) return new Worker(new URL(`${name}.js`, beside), options)
  // A thread does not inherit the loader that reads TypeScript.
  const loader = JSON.stringify(import.meta.resolve('tsx/esm/api'))
  const entry = JSON.stringify(new URL(`${name}.ts`, beside).href)
  const code = `import(${loader}).then(({ register }) => { register(); return import(${entry}) })`
  return new Worker(code, { ...options, eval: true })
}
