import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { problems } from '../src/terms/sim/problems.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

const head = `# Errors

What payersim's own routes answer where something is wrong: problem details (RFC 9457) with the \`Content-Type\`
\`application/problem+json\`. \`detail\` says what happened, with which value, and what to do; other fields hold those values.
\`type\` is for programs: \`/docs/problems#NAME\`, a reference to the page of the simulator that answered, where NAME is one of those below and keeps its meaning.
A provider of your own, and what has no finer name, answers \`bad-input\`, \`not-found\` or \`conflict\`.

\`\`\`json
{
  "type": "/docs/problems#no-open-session",
  "title": "No session is open",
  "status": 409,
  "detail": "No session waits for an answer on +46733000001. Dial first, such as *165#.",
  "msisdn": "+46733000001"
}
\`\`\`

The vendors' APIs answer in the vendors' words, not in these. \`/openapi.json\` has which route answers which.
Written from the table in the source (\`src/terms/sim/problems.ts\`), by \`npx vitest run test/problems-doc.test.ts -u\`.
`

const sections = Object.entries(problems).map(
  ([name, { status, title, happened, next }]) => `## ${name}

**${status}. ${title}.** ${happened} ${next}
`,
)

describe('docs/problems.md', () => {
  it('has every kind of error as the table has it; `vitest -u` writes it anew', async () => {
    await expect([head, ...sections].join('\n')).toMatchFileSnapshot(`${root}docs/problems.md`)
  })

  it.each(Object.entries(problems))(
    'says of %s in whole sentences what happened and what to do',
    (name, kind) => {
      expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/)
      expect(kind.title).toMatch(/^\S.*[^.]$/)
      for (const sentence of [kind.happened, kind.next])
        expect(sentence).toMatch(/^(?:[\p{Lu}`]|payersim ).*\.$/u)
      // Each in a pair.
      expect(`${kind.happened}${kind.next}`.split('`').length % 2).toBe(1)
    },
  )
})
