import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stringify } from 'yaml'
import type { Screen } from '../../client/index.ts'
import { makeFolder } from '../make-folder.ts'
import type { StepWords } from '../schema.ts'
import type { ScreenNode } from './screen-graph.ts'

/** The paths that lead to an end, each as a session script that replays it. */
export function scriptsOf(screens: readonly ScreenNode[]): Array<{ name: string; text: string }> {
  const numbers = new Map<string, number>()
  return screens
    .filter(({ screen }) => screen.status !== 'open')
    .map((node) => {
      const { name } = node.situation
      const number = (numbers.get(name) ?? 0) + 1
      numbers.set(name, number)
      const slug = name
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-')
        .replace(/^-|-$/g, '')
      return { name: `${slug}-${String(number).padStart(3, '0')}.yaml`, text: scriptOf(node, number) }
    })
}

/** Writes them into a folder, which is created if missing; returns the names of the files. */
export async function writeScripts(folder: string, screens: readonly ScreenNode[]): Promise<string[]> {
  await makeFolder(folder)
  const scripts = scriptsOf(screens)
  for (const { name, text } of scripts) await writeFile(join(folder, name), text, { mode: 0o600 })
  return scripts.map(({ name }) => join(folder, name))
}

function scriptOf({ situation, path, screen }: ScreenNode, number: number): string {
  const { name, msisdn, prompted } = situation
  const [first, ...rest] = path
  const begins: StepWords[] =
    first?.dials === undefined
      ? [{ phone: msisdn, ...(prompted ? { prompted: true } : {}) }, ...(first ? [first] : [])]
      : [{ phone: msisdn, ...first }]
  const steps = [...situation.steps, ...begins, ...rest]
  const last = { ...steps.at(-1), ...endOf(screen) }
  return stringify(
    { session: `${name}, path ${number}`, steps: [...steps.slice(0, -1), last] },
    { lineWidth: 110, aliasDuplicateObjects: false },
  )
}

/** Ids differ from run to run, so a screen is recognised by its first line. */
function endOf({ status, text }: Screen): StepWords {
  if (status === 'failed' || status === 'timed-out' || status === 'cancelled') return { breaks: status }
  return { ends: text.split('\n')[0]?.trim() || '/^/' }
}
