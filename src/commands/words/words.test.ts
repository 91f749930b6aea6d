import { readdirSync, readFileSync } from 'node:fs'
import { compileMessage } from '@lingui/message-utils/compileMessage'
import { describe, expect, it } from 'vitest'
import { french } from './fr.ts'
import { inFrench } from './french.ts'
import { saidIn } from './said.fixture.ts'
import { languageOf } from './say.ts'

/** What a command may end with: its own words, those of what it starts or asks, and those about the files that it reads. */
const speaking = [
  'src/commands',
  'src/redirect',
  'src/sessions',
  'src/yaml',
  'src/kernel/store',
  ...['issue-words', 'money', 'http/certificates', 'time/instants'].map((name) => `src/kernel/${name}.ts`),
  ...['world-file', 'world-conflicts', 'world-value'].map((name) => `src/control/${name}.ts`),
  ...['errors', 'http-port', 'msisdn', 'phone', 'pick-option', 'wire'].map((name) => `src/client/${name}.ts`),
  ...[
    'africas-talking',
    'listening',
    'named-worlds',
    'prepared',
    'providers',
    'tls-authority',
    'tls-port',
  ].map((name) => `src/simulator/${name}.ts`),
  ...['screen-options', 'world-name'].map((name) => `src/terms/${name}.ts`),
  // Only the refusal of a caller from another machine.
  'src/control/guard.ts',
]
/** What is no error: help, the start, a phone, what is written to files, and what only a mistake of ours brings about. */
const otherwise = [
  'src/commands/completion/',
  'src/commands/examples.ts',
  'src/commands/init/templates.ts',
  'src/commands/newcomer.ts',
  'src/commands/sandbox-guide.ts',
  'src/commands/terminal-phone.ts',
  'src/commands/words/',
  'src/kernel/store/connection.ts',
  'src/kernel/store/db-schema.ts',
  ...['attention', 'scope', 'store', 'unit'].map((name) => `src/kernel/store/postgres/${name}.ts`),
  'src/kernel/store/refusals.ts',
  'src/kernel/store/scope.ts',
  'src/kernel/store/snapshot-store.ts',
  'src/kernel/store/sqlite-store.ts',
  'src/kernel/store/sqlite-unit.ts',
  'src/kernel/store/stall-watchdog.ts',
  'src/kernel/store/unit-driver.ts',
  'src/kernel/store/whole-schema.ts',
  'src/sessions/explore/',
  'src/sessions/record/fault-steps.ts',
  'src/sessions/record/held-note.ts',
  'src/sessions/record/people.ts',
  'src/sessions/record/recording.ts',
  'src/sessions/side-by-side.ts',
]

const piecesOf = (words: string): Array<string | undefined> => {
  const compiled = compileMessage(words)
  return typeof compiled === 'string'
    ? [compiled]
    : compiled.map((token) => (typeof token === 'string' ? token : undefined))
}
const namesIn = (words: string) => {
  const compiled = compileMessage(words)
  const names =
    typeof compiled === 'string' ? [] : compiled.flatMap((one) => (Array.isArray(one) ? [one[0]] : []))
  return [...new Set(names)].sort()
}

describe('the words of the command line', () => {
  const { sentences, texts } = saidIn(speaking, otherwise)

  it('have each sentence in French', () => {
    expect(sentences.size).toBeGreaterThan(200)
    const missing = [...sentences].filter(([words]) => !Object.hasOwn(french, words))
    expect(missing.map(([words, place]) => `${place} ${words}`)).toEqual([])
  })

  it('have nothing in French that is not said', () => {
    const commander = readdirSync('node_modules/commander/lib').map((name) =>
      readFileSync(`node_modules/commander/lib/${name}`, 'utf8'),
    )
    const recording = saidIn(['src/sessions/record/recording.ts']).texts
    const said = [...texts, ...recording, ...commander]
      .join('\n')
      .replaceAll("''", "'")
      .replace(/'([{}]+)'/g, '$1')
    // Some are put together of two texts, so it is enough that a part of some length stands in one.
    const isSaid = (words: string) => {
      const pieces = piecesOf(words.replace(/^the session (?:cancelled|timed-out|failed)/, 'the session'))
        .map((piece) => (piece ?? '').replace(/^[ .'"]+|[ .:?'")]+$/g, ''))
        .sort((one, other) => other.length - one.length)
      return pieces.some((piece, at) => (at === 0 || piece.length > 7) && said.includes(piece))
    }
    expect(Object.keys(french).filter((words) => !isSaid(words))).toEqual([])
  })

  it('have the same values in both', () => {
    // French says the same of one file and of several.
    const ofGrammar = ['subject', 'them', 'them2']
    const differ = Object.entries(french).filter(
      ([english, other]) =>
        String(namesIn(english).filter((name) => !ofGrammar.includes(String(name)))) !==
        String(namesIn(other)),
    )
    expect(differ).toEqual([])
  })
})

describe('the language of the command line', () => {
  it.each([
    [{}, 'en'],
    [{ LANG: 'fr_FR.UTF-8' }, 'fr'],
    [{ LANG: 'fr' }, 'fr'],
    [{ LANG: 'fr@euro' }, 'fr'],
    [{ LANG: 'fr-SN' }, 'fr'],
    [{ LANG: 'frr_DE.UTF-8' }, 'en'],
    [{ LANG: 'fr_SN.UTF-8', LC_MESSAGES: 'en_GB.UTF-8' }, 'en'],
    [{ LANG: 'en_GB.UTF-8', LC_MESSAGES: 'fr_SN.UTF-8' }, 'fr'],
    [{ LANG: 'fr_SN.UTF-8', LC_MESSAGES: 'fr_SN.UTF-8', LC_ALL: 'C' }, 'en'],
    [{ LANG: 'en_GB.UTF-8', LC_MESSAGES: '', LC_ALL: 'fr_CI.UTF-8' }, 'fr'],
    [{ LANG: 'fr_SN.UTF-8', LC_MESSAGES: '', LC_ALL: '' }, 'fr'],
  ])('is, with %j, %s', (env, language) => {
    expect(languageOf(env)).toBe(language)
  })
})

describe('a message in French', () => {
  it.each([
    ['Port 4000 is free.', 'Le port 4000 est libre.'],
    [
      '--provider shop.js exports no provider. Write: export default { name, title, server }.',
      '--provider shop.js n’exporte pas de fournisseur. Écrivez : export default { name, title, server }.',
    ],
    // A reason within a message.
    [
      'The certificate file ca.pem cannot be used: there is no such file.',
      'Le fichier de certificats ca.pem ne peut pas servir : ce fichier n’existe pas.',
    ],
    // Lines, each with a place before it.
    [
      'a.yaml:3:5 {{pin}} needs a phone before it.\nb.yaml: The file cannot be read: EACCES.',
      'a.yaml:3:5 {{pin}} a besoin d’un téléphone avant.\nb.yaml: Le fichier ne peut pas être lu : EACCES.',
    ],
    [
      'sessions: No session script is here. Name a .yaml file, a folder or a pattern. payersim comes with scripts to play and to copy: payersim test a',
      'sessions: Il n’y a pas de script de session ici. Nommez un fichier .yaml, un dossier ou un motif. payersim apporte des scripts à jouer et à copier : payersim test a',
    ],
    ['2 passed, 1 failed', '2 réussis, 1 échoué'],
    // The message with the most words of its own is meant.
    [
      'POST /_sim/worlds answered 409: There is a world shop already. Take another name, or end it first: payersim worlds end shop.',
      'POST /_sim/worlds a répondu 409 : Il y a déjà un monde shop. Prenez un autre nom, ou terminez-le d’abord : payersim worlds end shop.',
    ],
    ['Nobody has translated this: nor this.', 'Nobody has translated this: nor this.'],
  ])('%s', (english, translated) => {
    expect(inFrench(english)).toBe(translated)
  })
})
