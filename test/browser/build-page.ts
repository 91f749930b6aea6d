import { execFileSync } from 'node:child_process'
import { reasonToSkip } from './chromium.ts'

/** Before all: the page as its source is now and as it is shipped. Without a browser, one line that says so. */
export default function buildPage(): void {
  const reason = reasonToSkip()
  if (reason !== undefined) {
    console.warn(reason)
    return
  }
  const vite = ['node_modules/vite/bin/vite.js', 'build', 'src/web', '--logLevel', 'warn']
  const env = { ...process.env, NODE_ENV: 'production' }
  execFileSync(process.execPath, vite, { env, stdio: 'inherit' })
}
