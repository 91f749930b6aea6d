import { type Told, told } from '../../terms/index.ts'

/** The end of a message about a certificate that the user may choose to trust. */
const toTrust = {
  en: 'Name a PEM file with it by `payersim serve --callback-ca FILE`, or by callbackCa in the world file or of startSimulator.',
  fr: 'Nommez un fichier PEM qui le contient par `payersim serve --callback-ca FILE`, ou par callbackCa dans le fichier de monde ou de startSimulator.',
}
const toTrustAuthority = {
  en: 'Name a PEM file with that authority’s certificate by `payersim serve --callback-ca FILE`, or by callbackCa in the world file or of startSimulator.',
  fr: 'Nommez un fichier PEM qui contient le certificat de cette autorité par `payersim serve --callback-ca FILE`, ou par callbackCa dans le fichier de monde ou de startSimulator.',
}
const noHelp = {
  en: '--callback-ca does not help with that: make a new certificate.',
  fr: '--callback-ca n’y aide pas : faites un nouveau certificat.',
}

const unknownIssuer = {
  en: `its certificate was issued by an authority that is not known here. ${toTrustAuthority.en}`,
  fr: `son certificat vient d’une autorité qui n’est pas connue ici. ${toTrustAuthority.fr}`,
}

/** By the codes of https://nodejs.org/api/tls.html#x509-certificate-error-codes. */
const sentences: Record<string, Told> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: {
    en: `its certificate is signed by itself. ${toTrust.en}`,
    fr: `son certificat est signé par lui-même. ${toTrust.fr}`,
  },
  SELF_SIGNED_CERT_IN_CHAIN: unknownIssuer,
  UNABLE_TO_GET_ISSUER_CERT: unknownIssuer,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownIssuer,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownIssuer,
  CERT_UNTRUSTED: unknownIssuer,
  CERT_HAS_EXPIRED: {
    en: `its certificate, or one that issued it, has expired. ${noHelp.en}`,
    fr: `son certificat, ou l’un de ceux qui l’ont émis, a expiré. ${noHelp.fr}`,
  },
  CERT_NOT_YET_VALID: {
    en: `its certificate, or one that issued it, is not valid yet. Check the clock of this machine; ${noHelp.en}`,
    fr: `son certificat, ou l’un de ceux qui l’ont émis, n’est pas encore valable. Vérifiez l’horloge de cette machine ; ${noHelp.fr}`,
  },
  INVALID_CA: {
    en: `its certificate was issued by one that may issue none. ${noHelp.en}`,
    fr: `son certificat vient d’un certificat qui ne peut pas en émettre. ${noHelp.fr}`,
  },
}

const noTls = {
  en: 'it does not speak TLS there. Give the URL with http://, or name the port of its TLS.',
  fr: 'on n’y parle pas TLS. Donnez l’URL avec http://, ou nommez le port de son TLS.',
}

interface Thrown {
  message?: string
  code?: unknown
  cert?: { subjectaltname?: string }
}

/**
 * What is wrong with a host's certificate, and what to do; undefined if the call failed for another reason. With a
 * refused certificate no request was sent.
 */
export function certificateTrouble(url: URL, thrown: unknown): Told | undefined {
  const { code, cert, message = '' } = (thrown ?? {}) as Thrown
  const notCalled = { en: `${url.host} was not called:`, fr: `${url.host} n’a pas été appelé :` }
  // The answer is not a TLS record, but text of another protocol.
  if (/wrong version number|packet length too long/.test(message)) return told([notCalled, noTls])
  const about =
    code === 'ERR_TLS_CERT_ALTNAME_INVALID' ? wrongName(url, cert?.subjectaltname) : sentences[String(code)]
  const codeOf = `(${String(code)})`
  return about && told([notCalled, about, { en: codeOf, fr: codeOf }])
}

function wrongName({ hostname }: URL, names: string | undefined): Told {
  const given = names?.replaceAll(/\b(DNS|IP Address):/g, '') ?? ''
  const whose =
    given === ''
      ? { en: 'names no host', fr: 'ne nomme aucun hôte' }
      : { en: `is for ${given}`, fr: `est pour ${given}` }
  return {
    en: `its certificate ${whose.en}, and not for ${hostname}. --callback-ca does not help with that: give the URL with its name, or make a new certificate.`,
    fr: `son certificat ${whose.fr}, et non pour ${hostname}. --callback-ca n’y aide pas : donnez l’URL avec le nom du certificat, ou faites-en un nouveau.`,
  }
}
