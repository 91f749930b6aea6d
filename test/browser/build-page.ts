import { execFileSync } from 'node:child_process'

/** Before all: the page as its source is now, and as it is shipped. */
export default function buildPage(): void {
  const vite = ['node_modules/vite/bin/vite.js', 'build', 'src/web', '--logLevel', 'warn']
  const env = { ...process.env, NODE_ENV: 'production' }
  execFileSync(process.execPath, vite, { env, stdio: 'inherit' })
}
