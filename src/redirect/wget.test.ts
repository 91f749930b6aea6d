import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { wgetCertificates, wgetSettings } from './wget.ts'

const home = mkdtempSync(join(tmpdir(), 'payersim-wget-'))
afterAll(() => rmSync(home, { recursive: true }))

const proxy = 'http://payersim:secret@127.0.0.1:1001'
const ours = { proxy, bundle: '/run/all.pem', direct: ['localhost', 'db'] }
const last = [
  'ca_certificate = /run/all.pem',
  `https_proxy = ${proxy}`,
  `http_proxy = ${proxy}`,
  'no_proxy =',
  'no_proxy = localhost,db',
  'use_proxy = on',
  '',
]

describe('the settings of wget', () => {
  it('are the user’s, and ours after them', () => {
    writeFileSync(join(home, '.wgetrc'), 'tries = 3\nCA-Certificate = /my roots.pem \n')
    writeFileSync(join(home, 'other'), 'tries = 4')
    expect(wgetSettings({ HOME: home }, ours).split('\n')).toEqual([
      'tries = 3',
      'CA-Certificate = /my roots.pem ',
      '',
      ...last,
    ])
    expect(wgetSettings({ HOME: home, WGETRC: join(home, 'other') }, ours)).toMatch(/^tries = 4\nca_/)
    expect(
      wgetSettings({ HOME: home }, { ...ours, proxy: undefined })
        .split('\n')
        .slice(3),
    ).toEqual(['ca_certificate = /run/all.pem', 'use_proxy = off', ''])
    expect(wgetCertificates({ HOME: home })).toEqual(['/my roots.pem'])
  })

  it('are ours alone where the user has none', () => {
    expect(wgetSettings({ HOME: join(home, 'nowhere') }, ours).split('\n')).toEqual(['', ...last])
  })
})
