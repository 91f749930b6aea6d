import { describe, it } from 'vitest'
import { PostgresStore } from '../../src/kernel/store/postgres/store.ts'
import { conformance, type Engine } from '../store/conformance.ts'
import { ownSchemas, testServer } from './database.fixture.ts'

describe.skipIf(testServer() === undefined)('PostgreSQL', () => {
  it.each(conformance)('$what', async ({ hold, applies }) => {
    const { url, drop } = ownSchemas()
    const engine: Engine = {
      open: (schema) => PostgresStore.open({ url, schema }),
      again: (schema) => PostgresStore.open({ url, schema }),
    }
    try {
      if (applies?.(engine) ?? true) await hold(engine)
    } finally {
      await drop()
    }
  })
})
