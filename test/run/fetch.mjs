// Asks for a token with the global fetch, from an ES module, and from a worker.
import { isMainThread, Worker, workerData } from 'node:worker_threads'

const [url, authorization, key, inWorker] = workerData ?? process.argv.slice(2)

if (isMainThread && inWorker) {
  new Worker(new URL(import.meta.url), { workerData: [url, authorization, key] })
} else {
  const headers = { Authorization: authorization, 'Ocp-Apim-Subscription-Key': key }
  const answer = await fetch(url, { method: 'POST', headers })
  console.log(JSON.stringify({ status: answer.status, url: answer.url, body: await answer.json() }))
}
