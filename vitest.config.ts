import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const proofs = ['test/proof/**/*.test.ts']
const browser = ['test/browser/**/*.test.ts']
const postgres = ['test/postgres/**/*.test.ts']
/** Rooms whose SQL and laws are tested on both engines. */
const onPostgres = ['src/wallet/**/*.test.ts', 'src/kernel/retention.test.ts', 'src/kernel/records.test.ts']
/** What replaces a module has a process of its own. */
const alone = ['src/kernel/http/outbound-names.test.ts']
const source = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const built = (path: string) => source(`dist/${path}`)

export default defineConfig({
  test: {
    pool: 'forks',
    // The command line speaks English in tests, whatever the language of whoever runs them.
    env: { LC_ALL: '', LC_MESSAGES: 'C' },
    testTimeout: 20_000,
    // A hook that starts a simulator may wait for both cores.
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        // The examples are packages of their own, and import what is built by its name, as yours do.
        resolve: {
          alias: [
            { find: /^payersim$/, replacement: built('index.js') },
            { find: /^payersim\/matchers$/, replacement: built('matchers/index.js') },
          ],
        },
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'examples/**/*.test.ts'],
          exclude: [...proofs, ...browser, ...postgres, ...alone],
          // Files that share a process read the sources once, which is half of all their work.
          isolate: false,
          // By default Vitest leaves one core free, which is half of two.
          maxWorkers: '100%',
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: { name: 'alone', include: alone, maxWorkers: '100%', sequence: { groupOrder: 0 } },
      },
      {
        // Against a server that is there already, or one that is started for them.
        extends: true,
        test: {
          name: 'postgres',
          include: postgres,
          globalSetup: 'test/postgres/server.ts',
          isolate: false,
          maxWorkers: '100%',
          sequence: { groupOrder: 0 },
        },
      },
      {
        // The same rooms over that engine: what they would keep in memory is in a schema of its own.
        extends: true,
        resolve: {
          alias: [{ find: /^\.\/open-store\.ts$/, replacement: source('test/postgres/open-store.ts') }],
        },
        test: {
          name: 'on-postgres',
          include: onPostgres,
          globalSetup: 'test/postgres/server.ts',
          setupFiles: 'test/postgres/skip-without-server.ts',
          isolate: false,
          maxWorkers: '100%',
          sequence: { groupOrder: 0 },
        },
      },
      {
        // The page in a real Chromium, built anew before. Skipped where there is no browser, but never in CI.
        extends: true,
        test: {
          name: 'browser',
          include: browser,
          globalSetup: 'test/browser/build-page.ts',
          setupFiles: 'test/browser/skip-without-browser.ts',
          // A page waits more than it works: two of them share two cores well.
          maxWorkers: 2,
          testTimeout: 60_000,
          // The page itself looks once a second at some things, which is all that a poll waits by default.
          expect: { poll: { timeout: 15_000 } },
          sequence: { groupOrder: 2 },
        },
      },
      {
        // These start processes of their own and put them under load: one at a time, after the others.
        extends: true,
        test: {
          name: 'proof',
          include: proofs,
          maxWorkers: 1,
          isolate: true,
          testTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
