import type { OutboundResponse } from '../kernel/index.ts'
import { type InOtherLanguages, type Told, told } from '../terms/index.ts'
import { htmlMeaning, phpMessage, type RefusedResponse } from './refused-pages.ts'
import { statusMeaning } from './refused-status.ts'
import { hexOf, readUnknownBody, visibleText } from './visible-text.ts'

/** An answer of an app that the gateway refused. */
export interface Refused {
  /**
   * Its first characters in quotes, with invisible characters escaped; hexadecimal bytes if it is no text; null if no
   * answer came.
   */
  answer: string | null
  /** What probably happened, and what to do. */
  diagnosis: Told
}

/** As it is stored. An older version stored the English alone. */
interface StoredRefusal {
  answer: string | null
  diagnosis?: string
  diagnosisIn?: InOtherLanguages
  /** The session's error, where it is payersim's own. */
  errorIn?: InOtherLanguages
}

/** Null if there is nothing to store. */
export function storedRefusal(
  refused: Refused | null | undefined,
  errorIn: InOtherLanguages | undefined,
): string | null {
  if (!refused && !errorIn) return null
  const { en: diagnosis, fr } = refused?.diagnosis ?? {}
  const stored: StoredRefusal = {
    answer: refused?.answer ?? null,
    ...(diagnosis !== undefined && { diagnosis }),
    ...(fr !== undefined && { diagnosisIn: { fr } }),
    ...(errorIn && { errorIn }),
  }
  return JSON.stringify(stored)
}

/** The fields of a screen and an event; none if no answer was refused. */
export function refusedFields(
  stored: string | null,
): Partial<Omit<StoredRefusal, 'answer'>> & { answer?: string } {
  if (stored === null) return {}
  const { answer, ...why } = JSON.parse(stored) as StoredRefusal
  return answer === null ? why : { answer, ...why }
}

/** The rules read only so much of an answer. */
const mostCharacters = 16 * 1024

/**
 * Explains why the gateway refused an answer, from its status, headers and bytes. `mask` hides secrets that the user has
 * typed.
 */
export function diagnose(
  { status, headers, body }: Pick<OutboundResponse, 'status' | 'headers' | 'body'>,
  { url, mask = (text) => text }: { url: string; mask?: (text: string) => string },
): Refused {
  const { text: read, compression, undeclared } = readUnknownBody(headers, body)
  const text = mask(read.slice(0, mostCharacters))
  const response: RefusedResponse = { status, headers, body, text, url }
  if (compression) {
    const begins = visibleText(text)
    const within = {
      en: `Unpacked it begins with ${begins}.`,
      fr: `Décompressée, elle commence par ${begins}.`,
    }
    return {
      answer: `${hexOf(body)} (${compression}, ${body.length} B)`,
      diagnosis: told([
        ...withStatus(response),
        {
          en: `The answer is compressed (${compression}) though the gateway asked for no compression.`,
          fr: `La réponse est compressée (${compression}) bien que la passerelle n’ait pas demandé de compression.`,
        },
        ...(text === '' ? [] : [within]),
        {
          en: 'Switch compression off for this route.',
          fr: 'Désactivez la compression pour cette route.',
        },
      ]),
    }
  }
  if (undeclared) {
    const begins = visibleText(text)
    const how = {
      en: `The answer is ${undeclared} and does not say so. Read as that it begins with ${begins}. Send UTF-8, or say "text/plain; charset=utf-16".`,
      fr: `La réponse est en ${undeclared} et ne le dit pas. Lue ainsi, elle commence par ${begins}. Envoyez de l’UTF-8, ou dites "text/plain; charset=utf-16".`,
    }
    return {
      answer: `${hexOf(body)} (${undeclared}, ${body.length} B)`,
      diagnosis: told([...withStatus(response), how]),
    }
  }
  return {
    answer: visibleText(text),
    diagnosis: status === 200 ? prefixMeaning(response) : statusMeaning(response),
  }
}

function withStatus({ status }: RefusedResponse): Told[] {
  if (status === 200) return []
  return [
    {
      en: `The status is ${status}; only 200 is taken.`,
      fr: `Le statut est ${status} ; seul 200 est pris.`,
    },
  ]
}

type Rule = (response: RefusedResponse) => Told | undefined

/** Each rule recognises one mistake with `CON ` and `END `; the most certain rules are first. */
const rules: readonly Rule[] = [
  ({ text }) =>
    text === ''
      ? {
          en: 'The answer is empty: the app ended without writing anything for this input, or wrote it after the answer was closed.',
          fr: 'La réponse est vide : l’application a fini sans rien écrire pour cette saisie, ou l’a écrit après la fin de la réponse.',
        }
      : undefined,
  ({ text }) => (text.startsWith('\ufeff') ? byteOrderMark(text.slice(1)) : undefined),
  ({ text }) =>
    /^\s*<\?(?:php|=)/i.test(text)
      ? {
          en: 'This is PHP source: the server sends the file and does not run it.',
          fr: 'C’est du source PHP : le serveur envoie le fichier au lieu de l’exécuter.',
        }
      : undefined,
  phpMessage,
  ({ text }) =>
    /^\s*(?:Traceback \(most recent call last\)|Exception in thread|(?:[A-Za-z.]{1,80})?(?:Error|Exception): )/.test(
      text,
    )
      ? {
          en: 'The app failed and sent its error as the answer. Mend what it names, and answer END in such cases.',
          fr: 'L’application a échoué et a envoyé son erreur comme réponse. Corrigez ce qu’elle nomme, et répondez END dans ces cas.',
        }
      : undefined,
  htmlMeaning,
  jsonMeaning,
  ({ text }) => {
    const literal =
      /^(?:undefined|null|None|nil|NaN|true|false|\[object Object\]|Promise \{.*|<coroutine object.*)$/.exec(
        text.trim(),
      )?.[0]
    return literal === undefined
      ? undefined
      : {
          en: `The app sent ${JSON.stringify(literal)}: a value that is not the text of a screen, such as the result of a function that returns nothing or is not awaited.`,
          fr: `L’application a envoyé ${JSON.stringify(literal)} : une valeur qui n’est pas le texte d’un écran, comme le résultat d’une fonction qui ne rend rien ou qui n’est pas attendue.`,
        }
  },
  ({ text }) =>
    /^b(['"])(?:CON|END)\b/.test(text)
      ? {
          en: 'This is how Python prints bytes: decode them before they are sent.',
          fr: 'C’est ainsi que Python affiche des octets : décodez-les avant de les envoyer.',
        }
      : undefined,
  ({ text }) => {
    const quote = /^(['"`“‘«])(?:CON|END)\b/.exec(text)?.[1]
    return quote === undefined
      ? undefined
      : {
          en: 'A quote stands before the first word: send the text itself, not the text as source or JSON.',
          fr: 'Un guillemet est devant le premier mot : envoyez le texte lui-même, et non le texte en source ou en JSON.',
        }
  },
  ({ text }) =>
    /^(?:Q09OI|Q09OC|RU5EI|RU5EC)/.test(text)
      ? {
          en: 'The answer is in Base64: send it as plain text.',
          fr: 'La réponse est en Base64 : envoyez-la en texte brut.',
        }
      : undefined,
  ({ text }) => {
    const blanks = /^[\s\u200b\u2060\0]+(?=(?:CON|END)\b)/.exec(text)?.[0]
    if (blanks === undefined) return undefined
    const count = blanks.length
    const many =
      count === 1
        ? {
            en: 'A blank, line break or other invisible character stands',
            fr: 'Une espace, une fin de ligne ou un autre caractère invisible est',
          }
        : {
            en: `${count} blanks, line breaks or other invisible characters stand`,
            fr: `${count} espaces, fins de ligne ou autres caractères invisibles sont`,
          }
    return {
      en: `${many.en} before the first word: CON and END are taken at the first byte only. Look for an empty line before the code begins, as before <?php, or trim the text.`,
      fr: `${many.fr} devant le premier mot : CON et END ne sont pris qu’au premier octet. Cherchez une ligne vide avant le début du code, comme devant <?php, ou taillez le texte.`,
    }
  },
  ({ text }) => {
    const word = /^\s*(con|end)\b/i.exec(text)?.[1]
    return word && word !== word.toUpperCase()
      ? {
          en: `The word ${word} has to be in capital letters: ${word.toUpperCase()}.`,
          fr: `Le mot ${word} doit être en majuscules : ${word.toUpperCase()}.`,
        }
      : undefined
  },
  ({ text }) => {
    const [, word, next] = /^(CON|END)([\s\S]?)/.exec(text) ?? []
    if (word === undefined) return undefined
    if (!next) {
      return {
        en: `Only the word ${word} came: a blank or a line break and the text of the screen have to follow it.`,
        fr: `Seul le mot ${word} est venu : une espace ou une fin de ligne et le texte de l’écran doivent le suivre.`,
      }
    }
    const found = visibleText(next)
    const why = /[A-Za-z0-9]/.test(next)
      ? { en: 'A blank is missing', fr: 'Il manque une espace' }
      : {
          en: `${found} stands where a blank or a line break has to be`,
          fr: `${found} est là où il faut une espace ou une fin de ligne`,
        }
    return {
      en: `${why.en} behind ${word}: send "${word} " and then the text.`,
      fr: `${why.fr} derrière ${word} : envoyez "${word} " et ensuite le texte.`,
    }
  },
  ({ text }) => {
    const letters = text.slice(0, 3)
    return /\P{ASCII}/u.test(letters) && /^(?:CON|END)$/.test(likeAscii(letters))
      ? {
          en: `The first word only looks like ${likeAscii(letters)}: some of its letters are of another alphabet. Type it anew.`,
          fr: `Le premier mot ressemble seulement à ${likeAscii(letters)} : certaines de ses lettres sont d’un autre alphabet. Retapez-le.`,
        }
      : undefined
  },
  ({ text }) => {
    const at = text.search(/(?:^|[^A-Za-z])(?:CON|END)[ \r\n]/)
    if (at < 0) return undefined
    const word = /CON|END/.exec(text.slice(at))?.[0]
    return {
      en: `Something is written before ${word}: output of a debug line, a log or a template. The word has to be the first of the answer.`,
      fr: `Quelque chose est écrit avant ${word} : la sortie d’une ligne de débogage, d’un journal ou d’un modèle. Le mot doit être le premier de la réponse.`,
    }
  },
]

function prefixMeaning(response: RefusedResponse): Told {
  for (const rule of rules) {
    const meaning = rule(response)
    if (meaning) return meaning
  }
  return {
    en: 'Neither CON nor END is at its beginning: put "CON " before a screen that takes an answer, and "END " before the last one.',
    fr: 'Elle ne commence ni par CON ni par END : mettez "CON " devant un écran qui attend une réponse, et "END " devant le dernier.',
  }
}

/** `text` is what is behind it. */
function byteOrderMark(text: string): Told {
  const right = /^(?:CON|END)[ \r\n]/.test(text)
  return {
    en: `A byte order mark (EF BB BF) stands before the first word. Save the file that writes it as UTF-8 without BOM${right ? '; what is behind it is right' : ''}.`,
    fr: `Une marque d’ordre des octets (EF BB BF) est devant le premier mot. Enregistrez le fichier qui l’écrit en UTF-8 sans BOM${right ? ' ; ce qui est derrière est juste' : ''}.`,
  }
}

function jsonMeaning({ text, headers }: RefusedResponse): Told | undefined {
  if (!/^\s*["[{]/.test(text)) return undefined
  const value = parsed(text)
  if (value === undefined) {
    return /json/i.test(headers['content-type'] ?? '')
      ? {
          en: 'The answer calls itself JSON: send plain text.',
          fr: 'La réponse se dit JSON : envoyez du texte brut.',
        }
      : undefined
  }
  if (typeof value === 'string') {
    return {
      en: 'The answer is a JSON string: its first character is a quote. Send the text itself, not its JSON.',
      fr: 'La réponse est une chaîne JSON : son premier caractère est un guillemet. Envoyez le texte lui-même, et non son JSON.',
    }
  }
  const field = Object.entries(value ?? {}).find(
    ([, part]) => typeof part === 'string' && /^(?:CON|END)\b/.test(part),
  )
  return field
    ? {
        en: `The answer is JSON with the screen in ${JSON.stringify(field[0])}: send that text alone.`,
        fr: `La réponse est du JSON avec l’écran dans ${JSON.stringify(field[0])} : envoyez ce texte seul.`,
      }
    : {
        en: 'The answer is JSON: the gateway takes plain text that begins with CON or END.',
        fr: 'La réponse est du JSON : la passerelle prend du texte brut qui commence par CON ou END.',
      }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const alike: Record<string, string> = { С: 'C', О: 'O', Ο: 'O', Ν: 'N', Е: 'E', Ε: 'E' }

function likeAscii(text: string): string {
  return [...text.normalize('NFKC')].map((one) => alike[one] ?? one).join('')
}
