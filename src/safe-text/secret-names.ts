/** Names whose values are secrets, in lower case and without separators between words. */
const secretNames = new Set([
  'accesstoken',
  'apikey',
  'authorization',
  'authreqid',
  'authtoken',
  'clientsecret',
  'cookie',
  'idtoken',
  'ocpapimsubscriptionkey',
  'passwd',
  'primarykey',
  'proxyauthorization',
  'refreshtoken',
  'secondarykey',
  'secure',
  'setcookie',
  'signature',
  'subscriptionkey',
  'xapikey',
])
/** Last words of such names: `user_password`, `newPin`, `X-Auth-Token`. */
const secretWords = new Set(['otp', 'passcode', 'passphrase', 'password', 'pin', 'secret', 'token'])

/** The fields that contain a person's own text: input typed on a phone, and SMS. */
const spokenNames = new Set(['input', 'message', 'messagebody', 'text'])

/** Longer names are not checked. */
export const longestName = 80

/** Whether the value of this name, in a form, a header, JSON or XML, is a secret. */
export function isSecretName(name: string): boolean {
  if (name.length > longestName) return false
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
  return secretWords.has(words.at(-1) ?? '') || secretNames.has(words.join(''))
}

/** Whether a value of only digits under this name may be a PIN. */
export function isSpokenName(name: string): boolean {
  return spokenNames.has(name.toLowerCase().replace(/[^a-z]/g, ''))
}
