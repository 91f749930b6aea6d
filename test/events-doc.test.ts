import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const momo = 'providers/momo/server'
const onepipe = 'providers/onepipe/server'
const rooms = ['network', 'wallet', 'payer', momo, onepipe, 'mail', 'messaging', 'kernel']

const head = `# Events

What happened, by kind. \`GET /_sim/timeline\` ([control.md](control.md)) and \`sim.timeline()\` tell of an event as
\`{id, kind, phone, at, data, trace}\`: \`phone\` is the handset concerned, or null, \`at\` the time of the simulator's clock, and
\`trace\` the same in all that one cause brought about, such as a merchant's request ([control.md](control.md#the-whole-timeline)). A field
with a \`?\` is there only where there is something to tell. Secrets are hidden, amounts are decimal strings, times are ISO 8601.
Events of a data file that an older version wrote may have fewer fields, and no \`trace\`.

A filter by kind takes one kind, or all that begin alike: \`kind=ussd\` is every \`ussd.…\`.
`

function textOf(symbol: ts.Symbol, checker: ts.TypeChecker): string {
  return ts.displayPartsToString(symbol.getDocumentationComment(checker)).replaceAll('\n', ' ')
}

/** As the rooms declare them: the interfaces in their events.ts, with their comments. */
function declaredEvents(): string {
  const files = rooms.map((room) => `${root}src/${room}/events.ts`)
  const program = ts.createProgram(files, {
    strict: true,
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    allowImportingTsExtensions: true,
    types: [],
    noEmit: true,
  })
  const checker = program.getTypeChecker()
  const sections = files.map((file) => {
    const source = program.getSourceFile(file)
    const declared = source?.statements.find(
      (statement) => ts.isInterfaceDeclaration(statement) && /Events$/.test(statement.name.text),
    )
    if (!declared) throw new Error(`${file} declares no events`)
    const type = checker.getTypeAtLocation(declared)
    const lines = type.getProperties().map((event) => {
      const fields = checker
        .getTypeOfSymbol(event)
        .getProperties()
        .map(({ name, flags }) => `${name}${flags & ts.SymbolFlags.Optional ? '?' : ''}`)
      const data = fields.length === 0 ? '' : `\`{${fields.join(', ')}}\``
      const says = textOf(event, checker)
      if (says === '') throw new Error(`${event.name} has no comment that says what happened`)
      return `| \`${event.name}\` | ${says} | ${data} |`
    })
    return [
      `## ${textOf(type.symbol, checker)}`,
      '',
      '| `kind` | | `data` |',
      '|---|---|---|',
      ...lines,
    ].join('\n')
  })
  return `${head}\n${sections.join('\n\n')}\n`
}

it('docs/events.md has every event as it is declared; `vitest -u` writes it anew', async () => {
  await expect(declaredEvents()).toMatchFileSnapshot(`${root}docs/events.md`)
})
