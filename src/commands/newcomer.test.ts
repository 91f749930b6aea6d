import { expect, it } from 'vitest'
import { builtInProviders } from '../providers/built-in.ts'
import type { Provider } from '../providers/index.ts'
import { startSimulator } from '../simulator/index.ts'
import { newcomerText } from './newcomer.ts'

it('what serve prints has the lines of each provider, also of one from outside', async () => {
  await using sim = await startSimulator({ clock: 'frozen' })
  const acme: Provider = { name: 'acme', title: 'Acme', guide: (url) => [['Acme', `${url}/acme`]] }
  const silent: Provider = { name: 'silent', title: 'Silent' }
  const providers = [...builtInProviders, acme, silent]
  const text = newcomerText('http://127.0.0.1:4000', await sim.world(), { data: ':memory:', providers })
  expect(text).toContain('MoMo API            http://127.0.0.1:4000/collection')
  expect(text).toContain('  subscription key  c0113c7104c0113c7104c0113c710401')
  expect(text).toContain('OnePipe             http://127.0.0.1:4000/v2/transact')
  expect(text).toContain('Acme                http://127.0.0.1:4000/acme')
  expect(text).not.toContain('Silent')
})
