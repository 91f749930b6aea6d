// npm runs this after an install in a clone, and before it packs. `npx payersim` in a clone runs it as well, since npx links
// the clone into its own cache: what is built by then is not built again, so that a phone is there at once.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const built = existsSync(fileURLToPath(new URL('../dist/main.js', import.meta.url)))
if (process.env.npm_command !== 'exec' || !built) {
  const { status } = spawnSync('npm run build', { stdio: 'inherit', shell: true })
  process.exitCode = status ?? 1
}
