import pg from 'pg'
import { describe, expect, it, vi } from 'vitest'
import { Kernel } from '../../src/kernel/index.ts'
import { ownSchemas, testServer } from './database.fixture.ts'

describe.skipIf(testServer() === undefined)('the lease of a world in PostgreSQL', () => {
  it('stays with its node when one begins on a machine that was started later, or earlier', async () => {
    const { url: file, drop } = ownSchemas()
    const client = new pg.Client({ connectionString: file })
    await client.connect()
    const holder = async () => {
      const { rows } = await client.query(
        `SELECT holder FROM ${new URL(file).searchParams.get('schema')}_main.leases`,
      )
      return (rows as Array<{ holder: string }>).map((row) => row.holder)
    }
    const first = await Kernel.open({ file })
    const others: Kernel[] = []
    const sinceStart = process.hrtime.bigint.bind(process.hrtime)
    const day = 86_400_000_000_000n
    try {
      await first.start()
      const held = await holder()
      expect(held).toHaveLength(1)
      for (const away of [day, -day]) {
        const told = vi.spyOn(process.hrtime, 'bigint').mockImplementation(() => sinceStart() + away)
        try {
          const other = await Kernel.open({ file })
          others.push(other)
          await other.start()
          expect(await holder()).toEqual(held)
        } finally {
          told.mockRestore()
        }
      }
    } finally {
      for (const kernel of [...others, first]) await kernel.close()
      await client.end()
      await drop()
    }
  })
})
