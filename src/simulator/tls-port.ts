import { writeFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { join } from 'node:path'
import { InputError } from '../kernel/index.ts'
import { listen, stopServer, urlOf } from './listening.ts'
import type { Tls, TlsPort } from './simulator-options.ts'

const ownNames = ['localhost', '127.0.0.1', '::1']

/** Listens over TLS, with a certificate of an authority that is kept in a file, or created for this run. */
export async function openTls(
  { port = 0, names = [], ca }: TlsPort,
  { port: plainPort, host = '127.0.0.1' }: { port?: number; host?: string },
) {
  if (plainPort === undefined)
    throw new InputError('TLS is a second port. Give the first one too: `port`, 0 for a free one.')
  if (ca === '') throw new InputError('The file for the authority has no name. Give a path, or leave it out.')
  const all = [...new Set([...ownNames, ...names.map(readName)])]
  // Loaded only here: it brings the certificate library.
  const { openAuthority, newAuthority } = await import('./tls-authority.ts')
  const authority = ca === undefined ? await newAuthority(all) : await openAuthority(ca, all)
  const server = await listen(port, host, await authority.vouch(all))
  const { file, remove } =
    ca === undefined ? await written(authority.certificate) : { file: ca, remove: () => {} }
  const tls: Tls = {
    url: `https://localhost:${new URL(urlOf(server)).port}`,
    names: all,
    authority: authority.certificate,
    authorityFile: file,
  }
  const close = async () => {
    remove()
    await stopServer(server)
  }
  return { server, tls, close }
}

/** A temporary file for this run, in its own folder. */
async function written(certificate: string) {
  const { temporaryFolder } = await import('../redirect/index.ts')
  const { path, remove } = temporaryFolder('payersim-tls-')
  const file = join(path, 'authority.pem')
  writeFileSync(file, certificate)
  return { file, remove }
}

/** @throws InputError for a name that no certificate can be for */
function readName(text: string): string {
  const name = text.toLowerCase().replace(/^\[|\]$|\.$/g, '')
  if (isIP(name) !== 0) return name
  if (name.length <= 253 && /^(?!-)[a-z0-9_-]{1,63}(?:\.(?!-)[a-z0-9_-]{1,63})*$/.test(name)) return name
  throw new InputError(
    `"${text}" is no name for a certificate. Give a host’s name such as host.docker.internal, or an address.`,
  )
}
