import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { frenchProblems } from '../src/control/problems-fr.ts'
import { startSimulator } from '../src/simulator/index.ts'
import { type ProblemName, problems } from '../src/terms/sim/problems.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

const head = `# Errors

What payersim's own routes answer where something is wrong: problem details (RFC 9457) with the \`Content-Type\`
\`application/problem+json\`. \`detail\` says what happened, with which value, and what to do; other fields hold those values.
\`type\` is for programs: \`/docs/problems#NAME\`, a reference to the page of the simulator that answered, where NAME is one of those below and keeps its meaning.
With \`Accept-Language: fr\` \`title\` and \`detail\` are in French; \`detail\` ends with the English words, which have the values.
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

  it.each(Object.entries(problems))('says the same of %s in French, with the same names', (name, kind) => {
    const french = frenchProblems[name as ProblemName]
    expect(french.title).toMatch(/^\S.*[^.]$/)
    for (const key of ['title', 'happened', 'next'] as const) expect(french[key]).not.toBe(kind[key])
    for (const sentence of [french.happened, french.next])
      expect(sentence).toMatch(/^(?:[\p{Lu}]|payersim ).*\.$/u)
    const named = ({ happened, next }: typeof french) =>
      [...`${happened} ${next}`.matchAll(/`[^`]+`/g)].join().split(',').sort()
    expect(named(french)).toEqual(named(kind))
  })

  it('has no French of a kind that there is not', () => {
    expect(Object.keys(frenchProblems)).toEqual(Object.keys(problems))
  })

  it('is answered in French where that is asked for, and in English else', async () => {
    const sim = (await startSimulator({ clock: 'frozen', port: 0 })) as {
      url: string
      close: () => Promise<void>
    }
    onTestFinished(() => sim.close())
    const ask = (path: string, language: string) =>
      fetch(`${sim.url}${path}`, { headers: { 'Accept-Language': language } })
    const inEnglish = await ask('/_sim/payments/request-99', 'de, en')
    expect(inEnglish.headers.get('Vary')).toBe('Accept-Language')
    const english = (await inEnglish.json()) as { detail: string }
    expect(english).toMatchObject({
      title: 'No such payment',
      detail: expect.stringMatching(/^No payment request-99 /),
    })
    const answer = await ask('/_sim/payments/request-99', 'fr-CI, en;q=0.5')
    expect(answer.headers.get('Content-Language')).toBe('fr')
    expect(answer.headers.get('Vary')).toBe('Accept-Language')
    expect(await answer.json()).toEqual({
      ...english,
      title: 'Ce paiement n’existe pas',
      detail: `Aucun paiement de ce monde n’a cet identifiant. Prenez un id de GET /_sim/payments ; après une réinitialisation ils recommencent. En anglais : ${english.detail}`,
    })
    expect(await (await ask('/_sim/nothing', 'fr')).json()).toMatchObject({
      title: 'Cette route n’existe pas',
    })
    expect(await (await ask('/docs/problems', 'fr')).text()).toContain('Erreurs de payersim')
    expect(await (await ask('/docs/problems', 'en')).text()).toContain('Errors of payersim')
  }, 60_000)
})
