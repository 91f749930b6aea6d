import { readFileSync, realpathSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import forge from 'node-forge'
import { storePassword } from './java.ts'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * The roots that Java trusts without our options, as PEM: those of the store in the user's options, or else of the Java
 * in JAVA_HOME or PATH. Empty if no store can be read.
 */
export function javaRoots(env: Environment): string[] {
  const options = env.JAVA_TOOL_OPTIONS ?? ''
  const named = property(options, 'javax.net.ssl.trustStore')
  const password = property(options, 'javax.net.ssl.trustStorePassword') ?? storePassword
  for (const path of named === undefined ? javaStores(env) : [named]) {
    try {
      return certificatesOfStore(readFileSync(path), password)
    } catch {
      // Missing, of an unknown format, or with another password.
    }
  }
  return []
}

function property(options: string, name: string): string | undefined {
  const start = `-D${name}=`
  return splitOptions(options)
    .filter((option) => option.startsWith(start))
    .at(-1)
    ?.slice(start.length)
}

/** As Java splits the variable: at spaces outside quotes. */
function splitOptions(options: string): string[] {
  const words = options.match(/(?:[^\s"']|"[^"]*"|'[^']*')+/g) ?? []
  return words.map((word) => word.replace(/"([^"]*)"|'([^']*)'/g, '$1$2'))
}

/** Java looks for jssecacerts first. Java 8 has both one folder deeper. */
function javaStores(env: Environment): string[] {
  const homes = [env.JAVA_HOME, ...(env.PATH ?? '').split(delimiter).map(homeOfJavaIn)]
  return homes
    .filter((home) => home !== undefined && home !== '')
    .flatMap((home) =>
      ['lib/security', 'jre/lib/security'].flatMap((folder) =>
        ['jssecacerts', 'cacerts'].map((name) => join(home ?? '', folder, name)),
      ),
    )
}

function homeOfJavaIn(folder: string): string | undefined {
  try {
    return dirname(dirname(realpathSync(join(folder, 'java'))))
  } catch {
    return undefined
  }
}

/** The certificates of a store in one of Java's two formats. @throws if it has another format or password */
function certificatesOfStore(store: Buffer, password: string): string[] {
  return store.readUInt32BE(0) === 0xfeedfeed ? ofJks(store) : ofPkcs12(store, password)
}

/** Java's older format, as sun.security.provider.JavaKeyStore writes it. Its certificates are not encrypted. */
function ofJks(store: Buffer): string[] {
  let at = 4
  const bytes = (length: number) => {
    at += length
    return store.subarray(at - length, at)
  }
  const number = () => bytes(4).readUInt32BE()
  const text = () => String(bytes(bytes(2).readUInt16BE()))
  const version = number()
  const certificate = () => {
    if (version === 2) text()
    return pem(Buffer.from(bytes(number())))
  }
  const found: string[] = []
  for (let left = number(); left > 0; left -= 1) {
    const isTrusted = number() === 2
    text()
    // Skips the date.
    bytes(8)
    if (isTrusted) {
      found.push(certificate())
      continue
    }
    // Skips a key and its chain, which are no roots.
    bytes(number())
    for (let chain = number(); chain > 0; chain -= 1) certificate()
  }
  return found
}

function ofPkcs12(store: Buffer, password: string): string[] {
  const parsed = forge.pkcs12.pkcs12FromAsn1(forge.asn1.fromDer(store.toString('latin1')), false, password)
  const certBag = forge.pki.oids.certBag ?? ''
  const bags = parsed.getBags({ bagType: certBag })[certBag] ?? []
  return bags.flatMap(({ cert, asn1 }) => {
    // node-forge parses only certificates with RSA keys, and returns others as ASN.1.
    const node = cert ? forge.pki.certificateToAsn1(cert) : asn1
    return node ? [pem(Buffer.from(forge.asn1.toDer(node).getBytes(), 'latin1'))] : []
  })
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----'].join('\n')
}
