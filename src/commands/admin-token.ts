import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { type Command, Option } from 'commander'

export interface AdminTokenFlags {
  adminToken?: string
  adminTokenFile?: string
}

/** The two ways to give the admin token, for commands that ask a simulator or run one. */
export function withAdminToken(command: Command, { token, file }: { token: string; file: string }): Command {
  return command
    .addOption(new Option('--admin-token <token>', token).env('PAYERSIM_ADMIN_TOKEN'))
    .addOption(new Option('--admin-token-file <file>', file).env('PAYERSIM_ADMIN_TOKEN_FILE'))
}

/** What a command that asks a simulator calls them. */
export const ofAnotherSimulator = {
  token: 'for a simulator elsewhere',
  file: 'the same, as the first line of this file',
}

/** The header of control requests; the token itself goes before the file. */
export function adminHeaders({ adminToken, adminTokenFile }: AdminTokenFlags): Record<string, string> {
  const token = adminToken ?? (adminTokenFile === undefined ? undefined : firstLine(adminTokenFile))
  return token ? { Authorization: `Bearer ${token}` } : {}
}

/**
 * The token of a simulator that starts. A file that is not there is made, for its owner alone, with a token in it.
 *
 * @returns `made`: nobody has seen this token yet
 */
export function openAdminToken({ adminToken, adminTokenFile }: AdminTokenFlags): {
  token: string | undefined
  made: boolean
} {
  if (adminToken !== undefined || adminTokenFile === undefined) return { token: adminToken, made: false }
  const token = randomBytes(24).toString('base64url')
  try {
    writeFileSync(adminTokenFile, `${token}\n`, { mode: 0o600, flag: 'wx' })
    return { token, made: true }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return { token: firstLine(adminTokenFile), made: false }
  }
}

const firstLine = (file: string): string => readFileSync(file, 'utf8').split('\n', 1)[0]?.trim() ?? ''
