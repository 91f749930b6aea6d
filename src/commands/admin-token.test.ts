import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { adminHeaders, openAdminToken } from './admin-token.ts'

const folder = mkdtempSync(join(tmpdir(), 'payersim-token-'))
const file = join(folder, 'admin-token')
beforeEach(() => rmSync(file, { force: true }))
afterAll(() => rmSync(folder, { recursive: true }))

describe('a file of the admin token', () => {
  it('is made where it is not there, for its owner alone, and used again from then on', () => {
    const { token, made } = openAdminToken({ adminTokenFile: file })
    expect(made).toBe(true)
    expect(token).toMatch(/^[\w-]{32}$/)
    expect(readFileSync(file, 'utf8')).toBe(`${token}\n`)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(openAdminToken({ adminTokenFile: file })).toEqual({ token, made: false })
    expect(adminHeaders({ adminTokenFile: file })).toEqual({ Authorization: `Bearer ${token}` })
  })

  it('has another token each time that it is made', () => {
    const { token } = openAdminToken({ adminTokenFile: file })
    rmSync(file)
    expect(openAdminToken({ adminTokenFile: file }).token).not.toBe(token)
  })

  it('is not made, nor read, where a token is given', () => {
    const flags = { adminToken: 'open sesame', adminTokenFile: file }
    expect(openAdminToken(flags)).toEqual({ token: 'open sesame', made: false })
    expect(() => statSync(file)).toThrow('ENOENT')
    expect(adminHeaders(flags)).toEqual({ Authorization: 'Bearer open sesame' })
  })

  it('that is blank gives a blank token, which a simulator refuses', () => {
    writeFileSync(file, '\n')
    expect(openAdminToken({ adminTokenFile: file })).toEqual({ token: '', made: false })
    expect(adminHeaders({ adminTokenFile: file })).toEqual({})
  })

  it('is named where it cannot be made or read', () => {
    expect(() => openAdminToken({ adminTokenFile: join(folder, 'none/token') })).toThrow('none/token')
    expect(() => adminHeaders({ adminTokenFile: join(folder, 'none') })).toThrow('none')
  })

  it('is not needed', () => {
    expect(openAdminToken({})).toEqual({ token: undefined, made: false })
    expect(adminHeaders({})).toEqual({})
  })
})
