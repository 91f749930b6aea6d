import { maskText } from './find-secrets.ts'
import { hidden } from './hidden.ts'

/** The header of a USSD app's answer that says what the next answer is. */
export const hopLabel = 'at-ussd-hop-metadata'

/** The hop label by which an app says that the next answer is a PIN. */
export function asksForSecret(label: string | null | undefined): boolean {
  return label?.toLowerCase() === 'pin'
}

/**
 * Answers dialled in advance. No label tells yet which of them is a PIN, so that every one of four or more digits is
 * hidden; the first `keep` segments are the service code.
 */
export function maskDialled(segments: readonly string[], keep: number): string[] {
  return segments.map((segment, index) => (index >= keep && mayBePin(segment) ? hidden : segment))
}

/** What {@link maskDialled} hides. */
export function secretsIn(segments: readonly string[], keep: number): string[] {
  return segments.slice(keep).filter(mayBePin)
}

const mayBePin = (answer: string) => /^\d{4,}$/.test(answer)

/**
 * What may be a PIN in a code that somebody dials, such as `*165*1*1*1*1234#`.
 *
 * @param serviceCodes those that an app answers; of one that is not there the first two segments are the code
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
 * An answer that no label says is secret. Stars in it make it several answers, as a dial in advance does; and what
 * was secret before stays so.
 */
export function maskAnswer(answer: string, session: Answers): string {
  const shown = answer.includes('*') ? maskDialled(answer.split('*'), 0).join('*') : answer
  return withoutSecrets(shown, session)
}

/** A screen fit to be shown: an app may repeat what it was told, a PIN as well. */
export function withoutSecrets(screen: string, { text, masked_text: masked }: Answers): string {
  if (text === masked) return screen
  const shown = masked.split('*')
  // Stars of a hidden answer are separators too, so that secrets are what is in no place of the masked text.
  return maskText(screen, { secrets: new Set(text.split('*').filter((answer) => !shown.includes(answer))) })
}

/** Of so many sessions the secrets are known; later hops tell all answers again. */
const mostSessions = 2_000

/**
 * What users typed where a screen asked for a PIN. The hop that brings it says so, and every later hop of the session
 * has it among its answers.
 */
export class SessionSecrets {
  readonly #ofSessions = new Map<string, Set<string>>()

  /**
   * What is secret in a hop or in the event at its session's end, and in what is answered to that. Whatever is four or
   * more digits counts too: dialled in advance it may be a PIN, and no label tells. None for any other request.
   *
   * @param label of the hop: what the screen before it asked for
   */
  of(body: string, label: string | undefined): ReadonlySet<string> | undefined {
    if (!/(?:^|&)sessionId=/.test(body)) return undefined
    const form = new URLSearchParams(body)
    const typed = (form.get('text') ?? form.get('input') ?? '').split('*')
    const session = form.get('sessionId') ?? ''
    const last = typed.at(-1)
    if (asksForSecret(label) && last) this.#keep(session, last)
    const known = this.#ofSessions.get(session) ?? []
    return new Set([...known, ...typed.filter(mayBePin)])
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
