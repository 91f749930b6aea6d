import { beforeEach } from 'vitest'
import { testServer } from './database.fixture.ts'

// Skipped one by one, so that the summary counts them. The line that says why comes from server.ts.
if (testServer() === undefined) beforeEach(({ skip }) => skip('no PostgreSQL here'))
