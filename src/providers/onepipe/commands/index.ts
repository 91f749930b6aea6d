import { Command, Option } from 'commander'
import { InputError } from '../../../kernel/errors.ts'
import { visible } from '../../../safe-text/index.ts'
import type { AuthType, PlaintextEncoding } from '../server/index.ts'

/** The environment variable for the secret, which keeps it out of the shell's history. */
const secretVariable = 'ONEPIPE_SECRET'

interface SecretFlags {
  secret?: string
}

interface EncryptFlags extends SecretFlags {
  type?: AuthType | 'otp'
  encoding: PlaintextEncoding
}

/** `payersim onepipe`: the parts of a request to OnePipe besides its JSON. Secrets are never printed. */
export function onepipeCommand(): Command {
  return new Command('onepipe')
    .description('make what OnePipe wants of a request: auth.secure and the Signature')
    .summary('auth.secure and the Signature of OnePipe')
    .helpCommand(false)
    .addCommand(encryptCommand())
    .addCommand(decryptCommand())
    .addCommand(signCommand())
    .addHelpText('after', examples('encrypt "6200000766;058" --secret SECRET', 'sign 20250101000000000101'))
}

function encryptCommand(): Command {
  return part('encrypt')
    .description('print TEXT as auth.secure has it: 3DES in base64')
    .addHelpText(
      'after',
      examples('encrypt "6200000766;058" --type bank.account --secret SECRET', 'encrypt 123456 --type otp'),
    )
    .argument('<text>', 'such as "6200000766;058", or an OTP')
    .addOption(
      new Option('--type <type>', 'refuse a text that is not what this auth.type wants').choices([
        'bank.account',
        'card',
        'wallet',
        'msisdn',
        'otp',
      ]),
    )
    .addOption(
      new Option('--encoding <name>', 'of the text: OnePipe’s Java and C# samples use utf16le')
        .choices(['utf8', 'utf16le'])
        .default('utf8'),
    )
    .action(async (text: string, { secret = '', type, encoding }: EncryptFlags) => {
      const { encryptSecure, hasShape, shapeRule } = await server()
      checkSecret(secret)
      const shape = type === 'otp' ? 'answer' : type
      if (shape !== undefined && !hasShape(shape, text)) {
        throw new InputError(`The text is not what ${type} wants: ${shapeRule(shape)}.`)
      }
      console.log(encryptSecure(secret, text, encoding))
    })
}

function decryptCommand(): Command {
  return part('decrypt')
    .description('print what an auth.secure holds, in either encoding')
    .addHelpText('after', examples('decrypt o3iwLOvmVis5yYmaNeIq+A== --secret SECRET'))
    .argument('<secure>', 'the base64')
    .action(async (secure: string, { secret = '' }: SecretFlags) => {
      const { decryptSecure } = await server()
      checkSecret(secret)
      const text = decryptSecure(secret, secure)
      // A wrong secret gives a valid padding once in 250 times, but then the result is no text.
      if (/[\p{Cc}\ufffd]/u.test(text))
        throw new InputError('The base64 holds no text by this secret. Is it the right one?')
      // The text may contain characters that reverse the writing direction; a program gets it unchanged.
      console.log(process.stdout.isTTY ? visible(text) : text)
    })
}

function signCommand(): Command {
  return part('sign')
    .description('print the Signature header of a request')
    .addHelpText('after', examples('sign 20250101000000000101 --secret SECRET'))
    .argument('<request-ref>', 'the request_ref of its body')
    .action(async (requestRef: string, { secret = '' }: SecretFlags) => {
      const { signature } = await server()
      checkSecret(secret)
      if (requestRef.trim() === '')
        throw new InputError('The request_ref is blank. Give the one of the body.')
      console.log(signature(requestRef, secret))
    })
}

function part(name: string): Command {
  return new Command(name)
    .addOption(new Option('--secret <secret>', 'the client secret of the app').env(secretVariable))
    .exitOverride()
}

const examples = (...lines: string[]) =>
  ['', 'Examples:', ...lines.map((line) => `  payersim onepipe ${line}`)].join('\n')

/** Loaded only here, so that the other commands start fast. */
const server = () => import('../server/index.ts')

/** A line break at the end, which a file usually has, gives a key and a Signature that OnePipe refuses. */
function checkSecret(secret: string): void {
  if (secret.trim() === '')
    throw new InputError(`The secret is missing or blank. Give --secret, or set ${secretVariable}.`)
  if (secret !== secret.trim()) {
    throw new InputError(
      'The secret begins or ends with white space. Give it without: a line break of a file is no part of it.',
    )
  }
}
