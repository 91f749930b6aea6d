import type { Kernel, Tx } from '../kernel/index.ts'
import type { HolderView, Language } from '../wallet/index.ts'
import { idleKind } from './abandoned-session.ts'
import { type PayerWallet, perform } from './effects.ts'
import type { MachineWatch } from './machine-graph.ts'
import {
  advance,
  begin,
  MachineError,
  type Machines,
  pack,
  type Shell,
  type Standing,
  type Step,
  shellOf,
  unpack,
} from './machine-shell.ts'
import type { Hop } from './schema.ts'
import { type Frame, type Refusal, refusal, type Screen, screenOf } from './screens.ts'
import {
  endSession,
  insertReply,
  insertSession,
  loadHop,
  promptBySession,
  type Stand,
  savedReply,
  updateSession,
} from './tables.ts'

/** The answer to a hop: the body `CON …` or `END …`, and the screen's label for `at-ussd-hop-metadata`. */
export interface HopReply {
  body: string
  metadata: string | null
}

/** A session that had no hop for this long is over, where nobody says sooner. */
const idleMilliseconds = 10 * 60_000
/** More effects than any screen needs: a machine that never comes to rest is refused. */
const mostEffects = 50

export interface HopConfig extends Frame {
  /** Ends a session of which nothing is heard for this long, where no network tells its end. */
  idleSeconds?: number | undefined
  /** The language of a phone without an account; English where absent. */
  languageOf?: ((phone: string) => Language) | undefined
  /** Opens an account for a phone that has none, where anybody may dial. */
  strangers?: ((phone: string) => Stranger) | undefined
}

/** Whom an account is opened for; balances as decimal strings. */
type Stranger = Parameters<PayerWallet['openPerson']>[1]

/** What may be exchanged, to prove that a fault in it is found, or watched. */
export interface PayerParts {
  machines?: Machines
  watch?: MachineWatch
  screenOf?: typeof screenOf
}

/** Takes one hop of a session in one unit of work: everything it changes commits with its reply. */
export class Hops {
  readonly #kernel: Kernel
  readonly #wallet: PayerWallet
  readonly #config: HopConfig
  readonly #shell: Shell
  readonly #screenOf: typeof screenOf

  constructor({
    kernel,
    wallet,
    config,
    parts = {},
  }: {
    kernel: Kernel
    wallet: PayerWallet
    config: HopConfig
    parts?: PayerParts | undefined
  }) {
    this.#kernel = kernel
    this.#wallet = wallet
    this.#config = config
    this.#shell = shellOf(parts)
    this.#screenOf = parts.screenOf ?? screenOf
  }

  async take(tx: Tx, hop: Hop): Promise<HopReply> {
    const { sessionId } = hop
    const hash = this.#hash(sessionId, hop.text)
    const session = await tx.first(loadHop, { sessionId, hash })
    if (!session) return this.#open(tx, hop, hash)
    if (session.phone !== hop.phoneNumber) return this.#refuse(tx, hop, 'foreign')
    if (session.service_code !== hop.serviceCode) return this.#refuse(tx, hop, 'over')
    if (session.reply_body !== null) return { body: session.reply_body, metadata: session.reply_label }
    const { id, holder_id: holderId, snapshot } = session
    if (snapshot === null || holderId === null) return this.#refuse(tx, hop, 'over')
    if (tx.now - session.seen_at >= idleMilliseconds) {
      await tx.change(endSession, { id })
      return this.#refuse(tx, hop, 'over')
    }
    const segments = segmentsOf(hop.text)
    const { consumed, consumed_hash: standingHash } = session
    const before = segments.slice(0, consumed).join('*')
    if (segments.length <= consumed || this.#hash(sessionId, before) !== standingHash) {
      return this.#saved(tx, id, standingHash)
    }
    const standing = unpack(snapshot, this.#shell)
    if (!standing) {
      await tx.change(endSession, { id })
      return this.#refuse(tx, hop, 'unreadable')
    }
    const after = await this.#feed(tx, hop, holderId, standing, segments.slice(consumed))
    const screen = this.#screenOf(after.value, after.context, this.#config)
    await tx.change(updateSession, { id, ...stand(tx, hop, hash, after) })
    await this.#watch(tx, hop, after)
    return this.#save(tx, id, hash, screen)
  }

  /** A first hop is known by its session id, never by an empty text: a dial may come with answers in it. */
  async #open(tx: Tx, hop: Hop, hash: string): Promise<HopReply> {
    const prompt = await tx.first(promptBySession, { sessionId: hop.sessionId })
    if (prompt && prompt.phone !== hop.phoneNumber) return this.#refuse(tx, hop, 'foreign')
    const holder = await this.#holder(tx, hop.phoneNumber)
    let screen: Screen
    let after: Standing | undefined
    if (holder) {
      const prompted = prompt ? { kind: prompt.kind, id: prompt.item_id } : null
      const input = { language: holder.language, prompted }
      const first = begin(prompt ? 'prompt' : 'menu', input, this.#shell)
      const standing = await this.#settle(tx, hop, holder.id, first)
      after = await this.#feed(tx, hop, holder.id, standing, segmentsOf(hop.text))
      screen = this.#screenOf(after.value, after.context, this.#config)
    } else {
      screen = refusal('noAccount', this.#languageOf(hop.phoneNumber), this.#config)
    }
    const id = await tx.insert(insertSession, {
      session_id: hop.sessionId,
      phone: hop.phoneNumber,
      service_code: hop.serviceCode,
      holder_id: holder?.id ?? null,
      ...stand(tx, hop, hash, after),
    })
    if (after) await this.#watch(tx, hop, after)
    return this.#save(tx, id, hash, screen)
  }

  async #holder(tx: Tx, phone: string): Promise<HolderView | undefined> {
    const holder = await this.#wallet.holderByPhone(tx, phone)
    const { strangers } = this.#config
    if (holder || !strangers) return holder
    const { name, environment, ...person } = strangers(phone)
    await this.#wallet.openPerson(tx, { name, environment, ...person })
    await tx.emit({ kind: 'account-holder.opened', phone, data: { name, environment } })
    return this.#wallet.holderByPhone(tx, phone)
  }

  #languageOf(phone: string): Language {
    return this.#config.languageOf?.(phone) ?? 'en'
  }

  /** Where no network tells the end of a session, the app's own clock does. */
  async #watch(tx: Tx, { sessionId }: Hop, { over }: Standing): Promise<void> {
    const { idleSeconds } = this.#config
    if (idleSeconds === undefined) return
    if (over) await tx.clearDeadline(idleKind, sessionId)
    else await tx.setDeadline(idleKind, sessionId, tx.now + idleSeconds * 1_000)
  }

  /** Feeds what was typed, one answer after another; what comes after the end is ignored. */
  async #feed(tx: Tx, hop: Hop, holderId: number, standing: Standing, segments: string[]): Promise<Standing> {
    let now = standing
    for (const text of segments) {
      if (now.over) break
      now = await this.#settle(tx, hop, holderId, advance(now, { type: 'answer', text }, this.#shell))
    }
    return now
  }

  /** Performs the effects of a step, and those that their results cause, until none is left. */
  async #settle(tx: Tx, hop: Hop, holderId: number, step: Step): Promise<Standing> {
    let { standing } = step
    const waiting = [...step.effects]
    for (let count = 0; waiting.length > 0; count++) {
      const effect = waiting.shift()
      if (!effect) break
      if (count === mostEffects) {
        throw new MachineError(`The machine ${standing.machine} does not come to rest.`, {
          state: standing.value,
        })
      }
      const caller = { holderId, phone: hop.phoneNumber }
      const next = advance(standing, await perform(this.#wallet, tx, caller, effect), this.#shell)
      standing = next.standing
      waiting.push(...next.effects)
    }
    return standing
  }

  /** Text holds PINs: only its keyed hash is kept, of this hop's and of what earlier hops have consumed. */
  #hash(sessionId: string, text: string): string {
    return this.#kernel.fingerprint('hop', `${sessionId}\n${text}`)
  }

  async #save(tx: Tx, session: number, text_hash: string, { kind, text, label }: Screen): Promise<HopReply> {
    const body = `${kind} ${text}`
    await tx.change(insertReply, { session, text_hash, body, label, at: tx.now })
    return { body, metadata: label }
  }

  async #saved(tx: Tx, session: number, hash: string): Promise<HopReply> {
    const saved = await tx.first(savedReply, { session, hash })
    if (!saved) throw new Error(`the session ${session} has no reply for where it stands`)
    return { body: saved.body, metadata: saved.label }
  }

  async #refuse(tx: Tx, hop: Hop, kind: Refusal): Promise<HopReply> {
    const holder = await this.#wallet.holderByPhone(tx, hop.phoneNumber)
    const {
      kind: end,
      text,
      label,
    } = refusal(kind, holder?.language ?? this.#languageOf(hop.phoneNumber), this.#config)
    return { body: `${end} ${text}`, metadata: label }
  }
}

/** `text` is everything typed so far, joined with `*`; the first hop of a plain dial has none. */
function segmentsOf(text: string): string[] {
  return text === '' ? [] : text.split('*')
}

/** What the store keeps of where a session stands; over where there is no standing, or none that goes on. */
function stand(tx: Tx, hop: Hop, hash: string, standing: Standing | undefined): Stand {
  const open = standing !== undefined && !standing.over
  return {
    status: open ? 'open' : 'over',
    consumed: segmentsOf(hop.text).length,
    consumed_hash: hash,
    snapshot: open ? pack(standing) : null,
    seen_at: tx.now,
  }
}
