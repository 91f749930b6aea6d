import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type Document, differences } from './twin-document.fixture.ts'

const read = (path: string): Document => ({ path, text: readFileSync(path, 'utf8') })
const frenchOf = (path: string) =>
  path === 'README.md' ? 'docs/fr/README.md' : path.replace(/^docs\//, 'docs/fr/')
const englishOf = (path: string) =>
  path === 'docs/fr/README.md' ? 'README.md' : path.replace(/^docs\/fr\//, 'docs/')
const french = readdirSync('docs/fr').map((name) => `docs/fr/${name}`)

function twin(path: string): string | undefined {
  const other = path.startsWith('docs/fr/') ? englishOf(path) : frenchOf(path)
  return other !== path && existsSync(other) ? other : undefined
}

describe('a document in French', () => {
  it('is there for the README, the start and the scripts', () => {
    expect(french.sort()).toEqual(['docs/fr/README.md', 'docs/fr/install.md', 'docs/fr/sessions.md'])
  })

  it.each(french)('%s has the headings, code, tables, numbers and links of the English one', (path) => {
    expect(differences(read(englishOf(path)), read(path), twin)).toEqual([])
  })

  it.each(french)('%s and the English one lead to each other in their first lines', (path) => {
    const head = ({ text }: Document) => text.split('\n').slice(0, 4).join('\n')
    expect(head(read(path))).toContain('[In English](')
    expect(head(read(englishOf(path)))).toContain('[En français](')
  })
})

describe('the check of a translation', () => {
  const one = `# Start

See [the list](list.md), and run \`serve --port 4000\` within 5 minutes.

| Option | Does |
|---|---|
| \`--port\` | the port |

\`\`\`sh
npx payersim serve   # port 4000
\`\`\`

## More
`
  const other = `# Début

Voir [la liste](../list.md), et lancer \`serve --port 4000\` en 5 minutes.

| Option | Sens |
|---|---|
| \`--port\` | le port |

\`\`\`sh
npx payersim serve   # le port 4000
\`\`\`

## Plus
`
  const compared = (english: string, translated: string) =>
    differences({ path: 'docs/a.md', text: english }, { path: 'docs/fr/a.md', text: translated }, (path) =>
      ['docs/a.md', 'docs/there.md'].includes(path) ? frenchOf(path) : undefined,
    )

  it('is silent where all is the same', () => {
    expect(compared(one, other)).toEqual([])
  })

  it.each([
    [
      'a heading',
      one.replace('## More', '## New\n\n## More'),
      'The headings part at "## More" (docs/a.md:15) and the end of docs/fr/a.md: both need the same, in one order.',
    ],
    [
      'code',
      one.replace('serve   #', 'serve --json   #'),
      'The code differs: docs/a.md:10 has "npx payersim serve --json   # 4000", docs/fr/a.md:10 has "npx payersim serve   # 4000".',
    ],
    [
      'a number in a comment',
      one.replace('# port 4000', '# port 4001'),
      'The code differs: docs/a.md:10 has "npx payersim serve   # 4001", docs/fr/a.md:10 has "npx payersim serve   # 4000".',
    ],
    [
      'a row of a table',
      one.replace('| `--port` |', '| `--host` | the host |\n| `--port` |'),
      'The tables docs/a.md:5 and docs/fr/a.md:5 differ in row 1: `--host` and `--port`.',
    ],
    [
      'code in a sentence',
      one.replace('run `serve', 'run `doctor` or `serve'),
      'Below "# Start" (docs/a.md:1) and "# Début" (docs/fr/a.md:1) only docs/a.md has the code doctor.',
    ],
    [
      'a number',
      one.replace('5 minutes', '6 minutes'),
      'Below "# Start" (docs/a.md:1) and "# Début" (docs/fr/a.md:1) only docs/a.md has the number 6.',
    ],
    [
      'a link',
      one.replace('list.md', 'other.md'),
      'Below "# Start" (docs/a.md:1) and "# Début" (docs/fr/a.md:1) only docs/a.md has the link docs/other.md.',
    ],
  ])('tells %s that only the English has', (_what, english, sentence) => {
    expect(compared(english, other)).toContain(sentence)
  })

  it('tells a link to English where there is French', () => {
    const links = [one, other].map((text) => text.replace('list.md', 'there.md'))
    expect(compared(links[0] ?? '', links[1] ?? '')).toEqual([
      'docs/fr/a.md links to ../there.md, which is there in French.',
    ])
  })
})
