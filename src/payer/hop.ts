import { type Kernel, MachineError, type MachineWatch, type Tx } from '../kernel/index.ts'
import type { HolderView, Language } from '../wallet/index.ts'
import { idleKind } from './abandoned-session.ts'
import type { PayerWallet } from './effects.ts'
import type { Hop } from './schema.ts'
import { type Frame, type Refusal, refusal, type Screen, screenOf } from './screens.ts'
import {
  type SessionMachines,
  type SessionShell,
  type SessionState,
  type SessionStep,
  shellOf,
} from './session-machines.ts'
import {
  endSession,
  insertReply,
  insertSession,
  loadHop,
  promptBySession,
  type SessionChange,
  savedReply,
  updateSession,
} from './tables.ts'

/** The answer to a hop: the body `CON …` or `END …`, and the screen's label for `at-ussd-hop-metadata`. */
export interface HopReply {
  body: string
  metadata: string | null
}

/** A session without a hop for this long is over, where no event ended it sooner. */
const idleMilliseconds = 10 * 60_000
/** More effects than any screen needs: a machine in an endless loop is refused. */
const mostEffects = 50

export interface HopConfig extends Frame {
  /** Ends a session without a hop for this long, where no network reports the end of a session. */
  idleSeconds?: number | undefined
  /** The language of a phone without an account; English where left out. */
  languageOf?: ((phone: string) => Language) | undefined
  /** In a world where any phone can dial: the account to open for a phone that has none. */
  strangers?: ((phone: string) => NewHolder) | undefined
}

/** The account to open; balances as decimal strings. */
type NewHolder = Parameters<PayerWallet['openPerson']>[1]

/** Parts that tests replace, to prove that a fault in one is found, or to watch it. */
export interface PayerParts {
  machines?: SessionMachines
  watch?: MachineWatch
  screenOf?: typeof screenOf
}

/** Answers each hop of a session in one unit of work: all its changes commit with its reply. */
export class Hops {
  readonly #kernel: Kernel
  readonly #wallet: PayerWallet
  readonly #config: HopConfig
  readonly #shell: SessionShell
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

  async answer(tx: Tx, hop: Hop): Promise<HopReply> {
    const { sessionId } = hop
    const hash = this.#hash(sessionId, hop.text)
    const session = await tx.first(loadHop, { sessionId, hash })
    if (!session) return this.#open(tx, hop, hash)
    tx.join(session.trace)
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
    const { consumed, consumed_hash: consumedHash } = session
    const before = segments.slice(0, consumed).join('*')
    if (segments.length <= consumed || this.#hash(sessionId, before) !== consumedHash) {
      return this.#saved(tx, id, consumedHash)
    }
    const machineState = this.#shell.unpack(snapshot)
    if (!machineState) {
      await tx.change(endSession, { id })
      return this.#refuse(tx, hop, 'unreadable')
    }
    const after = await this.#feed(tx, hop, holderId, machineState, segments.slice(consumed))
    const screen = this.#screenOf(after.value, after.context, this.#config)
    await tx.change(updateSession, { id, ...sessionChange(tx, hop, hash, this.#shell.pack(after)) })
    await this.#watch(tx, hop, after)
    return this.#save(tx, id, hash, screen)
  }

  /** A new session id marks a first hop, not an empty text: the dialled code may include answers. */
  async #open(tx: Tx, hop: Hop, hash: string): Promise<HopReply> {
    const prompt = await tx.first(promptBySession, { sessionId: hop.sessionId })
    if (prompt && prompt.phone !== hop.phoneNumber) return this.#refuse(tx, hop, 'foreign')
    const holder = await this.#holder(tx, hop.phoneNumber)
    let screen: Screen
    let after: SessionState | undefined
    if (holder) {
      const prompted = prompt ? { kind: prompt.kind, id: prompt.item_id } : null
      const input = { language: holder.language, prompted }
      const first = this.#shell.begin(prompt ? 'prompt' : 'menu', input)
      const machineState = await this.#settle(tx, hop, holder.id, first)
      after = await this.#feed(tx, hop, holder.id, machineState, segmentsOf(hop.text))
      screen = this.#screenOf(after.value, after.context, this.#config)
    } else {
      screen = refusal('noAccount', this.#languageOf(hop.phoneNumber), this.#config)
    }
    const id = await tx.insert(insertSession, {
      session_id: hop.sessionId,
      phone: hop.phoneNumber,
      service_code: hop.serviceCode,
      holder_id: holder?.id ?? null,
      ...sessionChange(tx, hop, hash, after ? this.#shell.pack(after) : null),
      trace: tx.trace,
    })
    if (after) await this.#watch(tx, hop, after)
    return this.#save(tx, id, hash, screen)
  }

  async #holder(tx: Tx, phone: string): Promise<HolderView | undefined> {
    const holder = await this.#wallet.holders.byPhone(tx, phone)
    const { strangers } = this.#config
    if (holder || !strangers) return holder
    const { name, environment, ...person } = strangers(phone)
    await this.#wallet.openPerson(tx, { name, environment, ...person })
    await tx.emit({ kind: 'account-holder.opened', phone, data: { name, environment } })
    return this.#wallet.holders.byPhone(tx, phone)
  }

  #languageOf(phone: string): Language {
    return this.#config.languageOf?.(phone) ?? 'en'
  }

  /** Where no network reports the end of a session, a deadline of the app ends it. */
  async #watch(tx: Tx, { sessionId }: Hop, { over }: SessionState): Promise<void> {
    const { idleSeconds } = this.#config
    if (idleSeconds === undefined) return
    if (over) await tx.clearDeadline(idleKind, sessionId)
    else await tx.setDeadline(idleKind, sessionId, tx.now + idleSeconds * 1_000)
  }

  /** Feeds the typed answers to the machine one by one; answers after its end are ignored. */
  async #feed(
    tx: Tx,
    hop: Hop,
    holderId: number,
    machineState: SessionState,
    segments: string[],
  ): Promise<SessionState> {
    let now = machineState
    for (const text of segments) {
      if (now.over) break
      now = await this.#settle(tx, hop, holderId, this.#shell.advance(now, { type: 'answer', text }))
    }
    return now
  }

  /** Performs the effects of a step, and the effects that their results cause, until none is left. */
  async #settle(tx: Tx, hop: Hop, holderId: number, step: SessionStep): Promise<SessionState> {
    let { machineState } = step
    const waiting = [...step.effects]
    for (let count = 0; waiting.length > 0; count++) {
      const effect = waiting.shift()
      if (!effect) break
      if (count === mostEffects) {
        throw new MachineError(`The machine ${machineState.machine} does not come to rest.`, {
          state: machineState.value,
        })
      }
      const caller = { holderId, phone: hop.phoneNumber }
      const result = await this.#shell.perform(effect, this.#wallet, tx, caller)
      const next = this.#shell.advance(machineState, result)
      machineState = next.machineState
      waiting.push(...next.effects)
    }
    return machineState
  }

  /** The text contains PINs: only keyed hashes are stored, of this hop's text and of the text already consumed. */
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
    const holder = await this.#wallet.holders.byPhone(tx, hop.phoneNumber)
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

/** The changed columns of the session; without a snapshot it is over. */
function sessionChange(tx: Tx, hop: Hop, hash: string, snapshot: string | null): SessionChange {
  return {
    status: snapshot === null ? 'over' : 'open',
    consumed: segmentsOf(hop.text).length,
    consumed_hash: hash,
    snapshot,
    seen_at: tx.now,
  }
}
