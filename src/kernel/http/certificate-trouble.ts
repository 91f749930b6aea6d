/** The end of a message about a certificate that the user may choose to trust. */
const toTrust =
  'Name a PEM file with it by `payersim serve --callback-ca FILE`, or by callbackCa in the world file or of startSimulator.'
const toTrustAuthority =
  'Name a PEM file with that authority’s certificate by `payersim serve --callback-ca FILE`, or by callbackCa in the world file or of startSimulator.'
const noHelp = '--callback-ca does not help with that: make a new certificate.'

const unknownIssuer = `its certificate was issued by an authority that is not known here. ${toTrustAuthority}`

/** By the codes of https://nodejs.org/api/tls.html#x509-certificate-error-codes. */
const sentences: Record<string, string> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: `its certificate is signed by itself. ${toTrust}`,
  SELF_SIGNED_CERT_IN_CHAIN: unknownIssuer,
  UNABLE_TO_GET_ISSUER_CERT: unknownIssuer,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownIssuer,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownIssuer,
  CERT_UNTRUSTED: unknownIssuer,
  CERT_HAS_EXPIRED: `its certificate, or one that issued it, has expired. ${noHelp}`,
  CERT_NOT_YET_VALID: `its certificate, or one that issued it, is not valid yet. Check the clock of this machine; ${noHelp}`,
  INVALID_CA: `its certificate was issued by one that may issue none. ${noHelp}`,
}

const noTls = 'it does not speak TLS there. Give the URL with http://, or name the port of its TLS.'

interface Thrown {
  message?: string
  code?: unknown
  cert?: { subjectaltname?: string }
}

/**
 * What is wrong with a host's certificate, and what to do; undefined if the call failed for another reason. With a
 * refused certificate no request was sent.
 */
export function certificateTrouble(url: URL, thrown: unknown): string | undefined {
  const { code, cert, message = '' } = (thrown ?? {}) as Thrown
  // The answer is not a TLS record, but text of another protocol.
  if (/wrong version number|packet length too long/.test(message))
    return `${url.host} was not called: ${noTls}`
  const about =
    code === 'ERR_TLS_CERT_ALTNAME_INVALID' ? wrongName(url, cert?.subjectaltname) : sentences[String(code)]
  return about && `${url.host} was not called: ${about} (${String(code)})`
}

function wrongName({ hostname }: URL, names: string | undefined): string {
  const given = names?.replaceAll(/\b(DNS|IP Address):/g, '') ?? ''
  const whose = given === '' ? 'names no host' : `is for ${given}`
  return `its certificate ${whose}, and not for ${hostname}. --callback-ca does not help with that: give the URL with its name, or make a new certificate.`
}
