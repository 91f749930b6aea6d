import { ClientError, pickOption } from '../client/index.ts'
import type { YamlFile } from '../yaml/index.ts'
import { asPattern } from './matching.ts'
import type { ScriptProblem } from './problems.ts'
import type { ScriptWords } from './schema.ts'

/** Labels that match no option, or several, of the whole screen that the step before expects. */
export function labelProblems(yaml: YamlFile, { steps }: ScriptWords): ScriptProblem[] {
  return steps.flatMap((step, index) => {
    const shows = steps[index - 1]?.shows
    const { chooses, phone } = step
    if (typeof shows !== 'object' || chooses === undefined || phone !== undefined) return []
    if (`${shows.exactly}${chooses}`.includes('{{')) return []
    try {
      pickOption(shows.exactly, asPattern(chooses) ?? chooses)
      return []
    } catch (error) {
      if (!(error instanceof ClientError)) throw error
      return [yaml.problem(yaml.valueAt(['steps', index, 'chooses']), error.message)]
    }
  })
}
