import { execFileSync } from 'node:child_process'
import { installChromium } from './chromium.ts'

/** Before all: a browser, and the page as its source is now and as it is shipped. */
export default function buildPage(): void {
  installChromium()
  const vite = ['node_modules/vite/bin/vite.js', 'build', 'src/web', '--logLevel', 'warn']
  const env = { ...process.env, NODE_ENV: 'production' }
  execFileSync(process.execPath, vite, { env, stdio: 'inherit' })
}
