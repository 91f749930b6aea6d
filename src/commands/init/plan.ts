import { existsSync } from 'node:fs'
import { join, relative } from 'node:path'
import { worldFileName } from '../world-file-here.ts'
import { type CiSystem, type Found, isOther, type TestRunner } from './found.ts'
import { otherTests } from './other-tests.ts'
import type { Payer } from './payer.ts'
import {
  githubText,
  gitlabText,
  jestText,
  type NewFile,
  sessionText,
  vitestText,
  worldText,
} from './templates.ts'

export interface Choice {
  environment: string
  tests: TestRunner
  ci: CiSystem
}

/** The files to write, and what is left for a person to do with them. */
export interface Plan {
  files: NewFile[]
  toDo: string[]
}

export function planOf(found: Found, { tests, ci }: Choice, payer: Payer): Plan {
  const ending = tests === 'vitest' && found.typescript ? 'ts' : 'js'
  const testFile = `${found.testFolder}/approve.test.${ending}`
  const other = isOther(tests) ? otherTests[tests] : undefined
  const testText = tests === 'vitest' ? vitestText : tests === 'jest' ? jestText : undefined
  const gitlab = gitlabFile(found)
  const client = other?.client(found)
  // What prepares the project for its tests, its own pipeline knows.
  const inCi = other ? 'none' : tests
  return {
    files: [
      { path: worldFileName, text: worldText(payer) },
      { path: 'sessions/approve.yaml', text: sessionText(payer) },
      ...(testText ? [{ path: testFile, text: testText(payer, worldFileName, found) }] : []),
      ...(other ? [other.file(found, payer, worldFileName)] : []),
      ...(ci === 'github'
        ? [
            {
              path: fromHere(found, '.github/workflows/payersim.yml'),
              text: githubText(found, inCi, testFile),
            },
          ]
        : []),
      ...(ci === 'gitlab'
        ? [{ path: fromHere(found, gitlab), text: gitlabText(found, inCi, testFile) }]
        : []),
    ],
    toDo: [
      ...(client && 'sentence' in client ? [client.sentence] : []),
      ...(other && ci !== 'none'
        ? [
            'In CI the scripts are played; the test is for the pipeline in which your tests run, with payersim there too.',
          ]
        : []),
      ...(ci === 'gitlab' && gitlab !== ownGitlabFile
        ? [`Add to ${fromHere(found, ownGitlabFile)}:  include: /${gitlab}`]
        : []),
    ],
  }
}

const ownGitlabFile = '.gitlab-ci.yml'

/** A pipeline that is there is its owner's: it takes ours in by a line. */
const gitlabFile = ({ root }: Found) =>
  existsSync(join(root, ownGitlabFile)) ? '.gitlab/payersim.yml' : ownGitlabFile

const fromHere = ({ folder, root }: Found, path: string) => relative(folder, join(root, path))
