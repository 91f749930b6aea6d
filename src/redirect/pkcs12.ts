import { randomBytes } from 'node:crypto'
import forge from 'node-forge'

const { asn1 } = forge
type Node = forge.asn1.Asn1

/** Marks a trusted certificate for Java, as opposed to one of a key; its value means "for any use". */
const javaTrustedKeyUsage = '2.16.840.1.113894.746875.1.1'
const anyExtendedKeyUsage = '2.5.29.37.0'
const macRounds = 2_048

/**
 * A trust store that Java reads (RFC 7292). node-forge can only write a store for a key and its chain, without the
 * attribute that Java needs, so the bags are built here with its ASN.1. Nothing in it is secret, so the certificates are
 * not encrypted; the password is for the checksum, which old versions of Java require.
 */
export function trustStore(certificates: readonly string[], password: string): Buffer {
  const safeContents = der(sequence(certificates.map((pem, index) => bag(derOf(pem), `root ${index}`))))
  const authenticatedSafe = der(sequence([contentInfo(safeContents)]))
  const salt = randomBytes(8).toString('latin1')
  const key = forge.pkcs12.generateKey(password, forge.util.createBuffer(salt), 3, macRounds, 20)
  const mac = forge.hmac.create()
  mac.start('sha1', key)
  mac.update(authenticatedSafe)
  const store = sequence([
    primitive(asn1.Type.INTEGER, '\x03'),
    contentInfo(authenticatedSafe),
    sequence([
      sequence([
        sequence([oid(forge.pki.oids.sha1 ?? ''), primitive(asn1.Type.NULL, '')]),
        primitive(asn1.Type.OCTETSTRING, mac.digest().getBytes()),
      ]),
      primitive(asn1.Type.OCTETSTRING, salt),
      primitive(asn1.Type.INTEGER, asn1.integerToDer(macRounds).getBytes()),
    ]),
  ])
  return Buffer.from(der(store), 'latin1')
}

function bag(certificate: string, name: string): Node {
  const friendlyName = Buffer.from(name, 'utf16le').swap16().toString('latin1')
  return sequence([
    oid(forge.pki.oids.certBag ?? ''),
    explicit(
      sequence([
        oid(forge.pki.oids.x509Certificate ?? ''),
        explicit(primitive(asn1.Type.OCTETSTRING, certificate)),
      ]),
    ),
    set([
      attribute(forge.pki.oids.friendlyName ?? '', primitive(asn1.Type.BMPSTRING, friendlyName)),
      attribute(javaTrustedKeyUsage, oid(anyExtendedKeyUsage)),
    ]),
  ])
}

function contentInfo(content: string): Node {
  return sequence([oid(forge.pki.oids.data ?? ''), explicit(primitive(asn1.Type.OCTETSTRING, content))])
}

function attribute(id: string, value: Node): Node {
  return sequence([oid(id), set([value])])
}

function sequence(values: Node[]): Node {
  return asn1.create(asn1.Class.UNIVERSAL, asn1.Type.SEQUENCE, true, values)
}

function set(values: Node[]): Node {
  return asn1.create(asn1.Class.UNIVERSAL, asn1.Type.SET, true, values)
}

function explicit(value: Node): Node {
  return asn1.create(asn1.Class.CONTEXT_SPECIFIC, 0 as forge.asn1.Type, true, [value])
}

function primitive(type: forge.asn1.Type, value: string): Node {
  return asn1.create(asn1.Class.UNIVERSAL, type, false, value)
}

function oid(id: string): Node {
  return primitive(asn1.Type.OID, asn1.oidToDer(id).getBytes())
}

function der(node: Node): string {
  return asn1.toDer(node).getBytes()
}

function derOf(pem: string): string {
  return Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64').toString('latin1')
}
