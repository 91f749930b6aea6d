import { Worker, type WorkerOptions } from 'node:worker_threads'

/**
 * Starts a thread with a module: TypeScript from the sources, JavaScript from the build.
 *
 * @param name of the module, without its extension
 * @param beside the `import.meta.url` of a module in the same folder
 */
export function startThread(name: string, beside: string, options: WorkerOptions): Worker {
  if (!beside.endsWith('.ts')) return new Worker(new URL(`${name}.js`, beside), options)
  // A thread does not inherit the loader that reads TypeScript.
  const loader = JSON.stringify(import.meta.resolve('tsx/esm/api'))
  const entry = JSON.stringify(new URL(`${name}.ts`, beside).href)
  const code = `import(${loader}).then(({ register }) => { register(); return import(${entry}) })`
  return new Worker(code, { ...options, eval: true })
}
