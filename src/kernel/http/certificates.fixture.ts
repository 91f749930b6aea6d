import { generateKeyPairSync } from 'node:crypto'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import forge from 'node-forge'

const day = 86_400_000

function makeKeys() {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  })
  return {
    privateKey: forge.pki.privateKeyFromPem(privateKey),
    publicKey: forge.pki.publicKeyFromPem(publicKey) as forge.pki.rsa.PublicKey,
    pem: privateKey,
  }
}

const authorityKeys = makeKeys()
const keys = makeKeys()
/** The key of all certificates except the authority's, in PEM. */
export const key = keys.pem

interface Wanted {
  name?: string
  host?: string
  /** Days from today. */
  valid?: [number, number]
  self?: boolean
}

/** A certificate in PEM, signed by this authority unless it is self-signed. */
export function makeCertificate({
  name = 'shop',
  host = 'localhost',
  valid = [-1, 1],
  self,
}: Wanted): string {
  const made = forge.pki.createCertificate()
  made.publicKey = keys.publicKey
  made.serialNumber = '01'
  made.validity.notBefore = new Date(Date.now() + valid[0] * day)
  made.validity.notAfter = new Date(Date.now() + valid[1] * day)
  const subject = [{ name: 'commonName', value: name }]
  made.setSubject(subject)
  made.setIssuer(self ? subject : ofAuthority)
  made.setExtensions([{ name: 'subjectAltName', altNames: [{ type: 2, value: host }] }])
  made.sign((self ? keys : authorityKeys).privateKey, forge.md.sha256.create())
  return forge.pki.certificateToPem(made)
}

const ofAuthority = [{ name: 'commonName', value: 'the authority of a developer' }]

/** The certificate of the authority. */
export const authority = (() => {
  const made = forge.pki.createCertificate()
  made.publicKey = authorityKeys.publicKey
  made.serialNumber = '02'
  made.validity.notBefore = new Date(Date.now() - day)
  made.validity.notAfter = new Date(Date.now() + day)
  made.setSubject(ofAuthority)
  made.setIssuer(ofAuthority)
  made.setExtensions([{ name: 'basicConstraints', critical: true, cA: true }])
  made.sign(authorityKeys.privateKey, forge.md.sha256.create())
  return forge.pki.certificateToPem(made)
})()

/** An app over TLS at `https://localhost:PORT`, and the paths and bodies that it was asked for. */
export async function secureApp(cert: string, answer = 'CON Menu') {
  const asked: Array<{ path: string; body: string }> = []
  const server: Server = createServer({ key, cert }, (request, response) => {
    let body = ''
    request.on('data', (chunk) => (body += chunk))
    request.on('end', () => {
      asked.push({ path: request.url ?? '', body })
      response.writeHead(200, { 'Content-Type': 'text/plain' }).end(answer)
    })
  })
  // A client that does not trust it breaks off.
  server.on('tlsClientError', () => {})
  await new Promise<void>((listening) => server.listen(0, listening))
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  return { url: `https://localhost:${(server.address() as AddressInfo).port}`, asked, close }
}
