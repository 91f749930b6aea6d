import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'payersim-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const inFrench = { LC_ALL: '', LC_MESSAGES: '', LANG: 'fr_FR.UTF-8' }

/** A whole process, with the language that its user has chosen. */
function run(language: Record<string, string>, ...words: string[]) {
  const child = spawn(process.execPath, [main, ...words], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1', ...language },
  })
  const said = { out: '', err: '' }
  child.stdout.on('data', (chunk) => {
    said.out += chunk
  })
  child.stderr.on('data', (chunk) => {
    said.err += chunk
  })
  return new Promise<{ code: number | null; out: string; err: string }>((resolve) =>
    child.on('close', (code) => resolve({ code, ...said })),
  )
}

const script = join(folder, 'typo.yaml')
writeFileSync(
  script,
  `session: A payer approves
steps:
  - request-to-pay: { as: order, payer: "+46733000001", amount: "12.50", currency: EUR }
  - { phone: "+46733000001", prompted: true }
  - chooses: Aprove
`,
)

// Whole processes take their time beside others.
describe('a user of French', { timeout: 60_000 }, () => {
  it.each([
    [
      ['serve', '--prot', '1'],
      'payersim: option inconnue « --prot »\n(Vouliez-vous dire --port ?)\nVoir : payersim help serve\n',
    ],
    [
      ['help', 'srve'],
      'payersim: il n’y a pas de commande « srve »\n(Vouliez-vous dire serve ?)\nVoir : payersim help\n',
    ],
    [
      ['serve', '--port', 'x'],
      'payersim: option « --port <port> » : la valeur « x » n’est pas valable. Un port est un nombre de 0 à 65535.\nVoir : payersim help serve\n',
    ],
    [
      ['test', 'nowhere.yaml'],
      'payersim: nowhere.yaml: Il n’y a pas de script de session ici. Nommez un fichier .yaml, un dossier ou un motif.\n',
    ],
    [
      ['world', 'nowhere.yaml'],
      'payersim: Le fichier de monde nowhere.yaml ne peut pas être lu : il n’est pas là.\n',
    ],
    [
      ['dial', '+46733000001', '--url', 'http://127.0.0.1:1'],
      'payersim: http://127.0.0.1:1 est injoignable : bad port. Lancez-y un simulateur avec "payersim serve", ou nommez une autre URL.\n',
    ],
  ])('reads in French what is wrong with %j', async (words, said) => {
    expect(await run(inFrench, ...words)).toEqual({ code: 2, out: '', err: said })
  })

  it('reads in French what the doctor finds', async () => {
    const { code, out } = await run(inFrench, 'doctor', '--port', '0', '--data', ':memory:')
    expect(out).toMatch(/^ok {5}La partie native fonctionne : SQLite/m)
    expect(out).toContain('Une approbation fonctionne ici. Ensuite : npx payersim serve')
    expect(code).toBe(0)
  })

  it('reads in French why a script failed', async () => {
    const { code, out } = await run(inFrench, 'test', script)
    expect(out).toContain(`  échoué à ${script}:5:14\n`)
    expect(out).toContain(
      '    Aucune option ne correspond à "Aprove". L’écran a : 1 Approve · 2 Reject · 0 Later.\n',
    )
    expect(out).toContain('    conseil     Vouliez-vous dire chooses: "Approve" ?\n')
    expect(out).toContain('0 réussi, 1 échoué\n')
    expect(code).toBe(1)
  })

  it('gives programs what they get in English', async () => {
    const [french, english] = await Promise.all([
      run(inFrench, 'test', '--reporter', 'junit', script),
      run({}, 'test', '--reporter', 'junit', script),
    ])
    // The reference id of the order is drawn anew by each.
    const timeless = ({ out }: { out: string }) =>
      out.replace(/ time(?:stamp)?="[^"]*"/g, '').replace(/Ref [0-9a-f]{8}/g, 'Ref')
    expect(timeless(french)).toContain('No option matches')
    expect(timeless(french)).toBe(timeless(english))
  })
})

it('speaks English where another variable says so', async () => {
  const { err } = await run({ ...inFrench, LC_ALL: 'C' }, 'serve', '--prot', '1')
  expect(err).toBe("payersim: unknown option '--prot'\n(Did you mean --port?)\nSee: payersim help serve\n")
}, 60_000)
