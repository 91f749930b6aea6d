import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { exploreCommand } from './explore.ts'

it('refuses a folder that cannot be made, before it walks anything', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'payersim-'))
  try {
    writeFileSync(join(folder, 'file'), '')
    const walked = exploreCommand().parseAsync(['--write', join(folder, 'file', 'scripts')], { from: 'user' })
    await expect(walked).rejects.toThrow(/^No scripts can be written to .*scripts: ENOTDIR/)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

it('says once that a code is none', async () => {
  const walked = exploreCommand().parseAsync(['--url', 'http://127.0.0.1:1/ussd', '--code', '777'], {
    from: 'user',
  })
  await expect(walked).rejects.toThrow(
    /^PUT \/_sim\/network\/service-codes\/777 answered 400: "777" is no service code/,
  )
})
