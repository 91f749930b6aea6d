import { maskText } from './find-secrets.ts'
import { hidden } from './hidden.ts'

/** The header in a USSD app's answer that labels the user's next answer. */
const hopLabel = 'at-ussd-hop-metadata'

/** Whether a hop label says that the next answer is a PIN. */
export function asksForSecret(label: string | null | undefined): boolean {
  return label?.toLowerCase() === 'pin'
}

/**
 * Masks answers dialled in advance. They have no label, so each one of four or more digits may be a PIN and is hidden;
 * the first `keep` segments are the service code.
 */
export function maskDialled(segments: readonly string[], keep: number): string[] {
  return segments.map((segment, index) => (index >= keep && mayBePin(segment) ? hidden : segment))
}

/** The answers that {@link maskDialled} hides. */
export function secretsIn(segments: readonly string[], keep: number): string[] {
  return segments.slice(keep).filter(mayBePin)
}

const mayBePin = (answer: string) => /^\d{4,}$/.test(answer)

/**
 * The answers that may be a PIN in a dialled code, such as `*165*1*1*1*1234#`.
 *
 * @param serviceCodes the codes that an app answers; for other codes, the first two segments count as the code
 */
export function secretsDialled(code: string, serviceCodes: readonly string[]): string[] {
  const segments = segmentsOf(code)
  const lengths = serviceCodes
    .map(segmentsOf)
    .filter((service) => service.every((segment, index) => segment === segments[index]))
    .map((service) => service.length)
  return secretsIn(segments, lengths.length > 0 ? Math.max(...lengths) : 2)
}

const segmentsOf = (code: string) => code.replace(/^\*/, '').replace(/#$/, '').split('*')

/** The answers of a session: as sent, and as shown. */
export interface Answers {
  text: string
  masked_text: string
}

/**
 * Masks an answer without a secret label. Stars in it separate several answers, as in a code dialled in advance; earlier
 * secrets of the session are hidden too.
 */
export function maskAnswer(answer: string, session: Answers): string {
  const shown = answer.includes('*') ? maskDialled(answer.split('*'), 0).join('*') : answer
  return withoutSecrets(shown, session)
}

/** Hides the session's secrets in a screen, because an app may repeat an answer, even a PIN. */
export function withoutSecrets(screen: string, { text, masked_text: masked }: Answers): string {
  if (text === masked) return screen
  const shown = masked.split('*')
  // Hidden answers may contain stars, so positions may differ: the secrets are the answers missing in the masked text.
  return maskText(screen, { secrets: new Set(text.split('*').filter((answer) => !shown.includes(answer))) })
}

function typedIn(body: string): string[] {
  const form = new URLSearchParams(body)
  return (form.get('text') ?? form.get('input') ?? '').split('*')
}

type HeaderLines = ReadonlyArray<readonly [string, string]>

const none: ReadonlySet<string> = new Set()
/** How many sessions to remember. */
const mostSessions = 2_000

/**
 * The PINs that users typed in each session. The hop with the PIN has a label, and every later hop of the session repeats
 * the PIN among its answers.
 */
export class SessionSecrets {
  readonly #ofSessions = new Map<string, Set<string>>()

  /**
   * The secrets in a hop, or in the event at the end of its session, and in its answer. Answers of four or more digits
   * count too: dialled in advance, they may be a PIN without a label. None in any other request.
   *
   * @param headers of the hop: its label says what the screen before it asked for
   * @returns looks for them when somebody reads the hop; what was typed earlier in the session is noted now
   */
  of(body: string, headers: () => HeaderLines): () => ReadonlySet<string> {
    const [, session] = /(?:^|&)sessionId=([^&]*)/.exec(body) ?? []
    if (session === undefined) return () => none
    const label = headers().find(([name]) => name.toLowerCase() === hopLabel)?.[1]
    const last = asksForSecret(label) ? typedIn(body).at(-1) : undefined
    if (last) this.#keep(session, last)
    const earlier = this.#ofSessions.get(session) ?? none
    return () => new Set([...earlier, ...typedIn(body).filter(mayBePin)])
  }

  #keep(session: string, secret: string): void {
    const secrets = this.#ofSessions.get(session) ?? new Set()
    secrets.add(secret)
    this.#ofSessions.delete(session)
    this.#ofSessions.set(session, secrets)
    for (const oldest of this.#ofSessions.keys()) {
      if (this.#ofSessions.size <= mostSessions) break
      this.#ofSessions.delete(oldest)
    }
  }
}
