import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const src = fileURLToPath(new URL('../src/', import.meta.url))
/** A provider is a room of its own. */
const roomOf = (file: string) => /^(?:providers\/)?[^/]+/.exec(file)?.[0] ?? ''

const code = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !/\.(test|fixture)\.ts$/.test(file) && roomOf(file) !== 'web')
  .map((file) => ({ file, text: withoutComments(readFileSync(`${src}${file}`, 'utf8')) }))

/** A comment may show a query of anything. */
function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
}

/** By the name of a table or a view, the room whose migrations create it. */
const owners = new Map(
  code.flatMap(({ file, text }) =>
    [...text.matchAll(/CREATE (?:TABLE|VIEW)(?: IF NOT EXISTS)? (\w+)/g)].map(
      ([, table = '']) => [table, roomOf(file)] as const,
    ),
  ),
)

/** The tables that a text names, in Kysely's calls and in SQL of its own. */
function tablesIn(text: string): string[] {
  return [
    ...text.matchAll(
      /(?:selectFrom|[a-z]Join|insertInto|updateTable|deleteFrom|mergeInto)\(\s*\[?\s*['"`](\w+)/g,
    ),
    ...text.matchAll(/\b(?:FROM|JOIN|INTO|UPDATE|REFERENCES)\s+(\w+)/g),
  ].map(([, table = '']) => table)
}

const foreign = (file: string, text: string) =>
  tablesIn(text).filter((table) => owners.has(table) && owners.get(table) !== roomOf(file))

// The compiler cannot tell: `rx.db<Tables>()` takes what a room says its tables are.
it.each(code.filter(({ text }) => tablesIn(text).length > 0))(
  '$file names no table of another room',
  ({ file, text }) => {
    expect(foreign(file, text), 'ask the room that owns it, through its face').toEqual([])
  },
)

it('sees a table of another room in each kind of query', () => {
  expect(owners.get('deadlines')).toBe('kernel')
  for (const text of [
    "rx.db<Any>().selectFrom('deadlines')",
    "query.innerJoin('deadlines as due', 'due.id', 'x.id')",
    "db.insertInto('deadlines')",
    "db.updateTable('deadlines')",
    "db.deleteFrom('deadlines')",
    'sql`SELECT 1 FROM deadlines`',
    'sql`UPDATE deadlines SET due_at = 0`',
    'CREATE TABLE other (id INTEGER REFERENCES deadlines (id))',
  ]) {
    expect(foreign('wallet/some.ts', text), text).toEqual(['deadlines'])
    expect(foreign('kernel/some.ts', text), text).toEqual([])
  }
})
