import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { saveRecording } from './save-recording.ts'

describe('recording again', () => {
  it('shows the difference, and writes over only where it may', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'scripts-'))
    const file = join(folder, 'order.yaml')
    const first = 'session: Order\nsteps:\n  - a\n  - b\n  - c\n  - d\n  - e\n'
    const second = first.replace('  - e\n', '  - f\n')
    expect(await saveRecording(file, first)).toMatchObject({ outcome: 'new', file, diff: '' })
    expect(await saveRecording(file, first)).toMatchObject({ outcome: 'same', diff: '' })
    const differing = await saveRecording(file, second)
    expect(differing).toMatchObject({ outcome: 'differs', file: `${file}.new` })
    expect(differing.diff).toBe(
      `--- ${file}\n+++ ${file}.new\n@@ -4,4 +4,4 @@\n   - b\n   - c\n   - d\n-  - e\n+  - f\n`,
    )
    expect(await readFile(file, 'utf8')).toBe(first)
    expect((await saveRecording(file, second, { force: true })).outcome).toBe('replaced')
    expect(await readFile(file, 'utf8')).toBe(second)
    expect(await readdir(folder)).toEqual(['order.yaml'])
    await rm(folder, { recursive: true })
  })
})
