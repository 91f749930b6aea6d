import { expect, it } from 'vitest'
import { SimulatorClient } from '../src/client/index.ts'
import { findScripts, prettyReporter, runScripts } from '../src/sessions/index.ts'
import { startSimulator } from '../src/simulator/index.ts'
import { ControlDocument, checkedPort } from './control-document.fixture.ts'

it('the control routes answer all scripts of this project as the document says', {
  timeout: 120_000,
}, async () => {
  const described = await startSimulator({ clock: 'frozen' })
  const document = await ControlDocument.of(described.port)
  await described.close()
  let output = ''
  const reporter = prettyReporter({
    write: (text) => {
      output += text
    },
    colours: false,
  })
  const newSimulator = async () => {
    const simulator = await startSimulator({ clock: 'frozen' })
    const client = new SimulatorClient(checkedPort(simulator.port, document))
    return { client, close: () => simulator.close() }
  }
  const files = await findScripts(['sessions'])
  const result = await runScripts(files, { reporter, newSimulator })
  expect(result, output).toEqual({ passed: files.length, failed: 0 })
  // Otherwise nothing was held against the document.
  expect(document.seen.size).toBeGreaterThan(10)
})
