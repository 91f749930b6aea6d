import { parseDuration } from '../terms/index.ts'
import type { ApiCall, CallsCheck, ExpectedCalls, NamedCalls } from '../terms/sim/call.ts'

/** The result, and whether more calls can still make it hold. */
export type Checked = CallsCheck & { mayComeTrue: boolean }

/** What the names in an expectation mean: one operation each, or all of an API. */
export interface Meant {
  all: ReadonlySet<string>
  by: ReadonlyMap<string, ReadonlySet<string>>
}

/** @param named the operations of a name; it throws where there is none */
export function operationsIn(
  expected: ExpectedCalls,
  named: (name: string, where: string) => readonly string[],
): Meant {
  const by = new Map<string, ReadonlySet<string>>()
  const add = (name: string, where: string) => {
    by.set(name, new Set(named(name, where)))
  }
  for (const [index, { operation }] of (expected.order ?? []).entries()) add(operation, `order.${index}`)
  if (expected.operation !== undefined) add(expected.operation, 'operation')
  if (expected.after) add(expected.after.operation, 'after')
  return { all: new Set([...by.values()].flatMap((names) => [...names])), by }
}

/**
 * Whether calls are as expected: those by the program under test, where nothing else is asked for.
 *
 * @param calls of the operations that are named, oldest first
 * @param dropped so many HTTP requests before them are not kept any more
 */
export function checkCalls(
  expected: ExpectedCalls,
  calls: readonly ApiCall[],
  { meant, dropped }: { meant: Meant; dropped: number },
): Checked {
  const { by = 'program' } = expected
  const theirs = calls.filter((call) => call.by === by)
  const parts = { meant, others: calls.length - theirs.length, by }
  const { order, operation = '' } = expected
  const checked = order
    ? checkOrder(order, theirs, parts)
    : checkOne({ ...expected, operation }, theirs, parts)
  if (dropped === 0) return checked
  const note = `${dropped} HTTP requests before these are not kept any more; nothing is known of them.`
  // What is not kept may have been one call too many.
  const sure = order !== undefined || isAtLeast(expected)
  const holds = checked.holds && sure
  return { ...checked, holds, seen: [...checked.seen, note], mayComeTrue: checked.mayComeTrue && sure }
}

type ExpectedOfOne = ExpectedCalls & { operation: string }

interface Parts {
  meant: Meant
  /** How many calls of these operations were by others. */
  others: number
  by: string
}

const isAtLeast = ({ count, never, unique, after }: ExpectedCalls) =>
  !never &&
  unique === undefined &&
  after === undefined &&
  (count === undefined || (typeof count === 'object' && count.max === undefined))

function checkOne(expected: ExpectedOfOne, theirs: readonly ApiCall[], parts: Parts): Checked {
  const { after, within, unique } = expected
  const isOne = fitting(expected, parts.meant)
  const isBefore = after && fitting(after, parts.meant)
  const longest = within === undefined ? Number.POSITIVE_INFINITY : (parseDuration(within) ?? 0)
  const counted = theirs.filter((call, index) => {
    if (!isOne(call)) return false
    if (!isBefore) return true
    return theirs
      .slice(0, index)
      .some((before) => isBefore(before) && Date.parse(call.at) - Date.parse(before.at) < longest)
  })
  const { min, max } = boundsOf(expected)
  const again = unique ? counted.find((call, index) => isRepeated(call, counted.slice(0, index))) : undefined
  const lines = theirs.filter((call) => isOne(call) || isBefore?.(call)).map(lineOf)
  const why = again === undefined ? [] : [`The reference ${again.reference} came more than once.`]
  return {
    holds: counted.length >= min && counted.length <= max && again === undefined,
    expected: inWords(expected, { min, max }),
    seen: [...orNone(lines, parts), ...why],
    calls: counted,
    mayComeTrue: counted.length <= max && again === undefined,
  }
}

function checkOrder(order: readonly NamedCalls[], theirs: readonly ApiCall[], parts: Parts): Checked {
  const fits = order.map((each) => fitting(each, parts.meant))
  let from = -1
  let holds = true
  for (const isOne of fits) {
    const first = theirs.findIndex(isOne)
    if (first <= from) holds = false
    else from = first
  }
  const calls = theirs.filter((call) => fits.some((isOne) => isOne(call)))
  const missing = order.filter((_, index) => !theirs.some((call) => fits[index]?.(call) ?? false))
  return {
    holds,
    expected: `first ${order.map(nameOf).join(', then ')}`,
    seen: orNone(calls.map(lineOf), parts),
    calls,
    mayComeTrue: missing.length > 0,
  }
}

function fitting({ operation, status, reference }: NamedCalls, meant: Meant): (call: ApiCall) => boolean {
  const names = meant.by.get(operation)
  return (call) =>
    names?.has(call.operation) === true &&
    (status === undefined || (status === 'none' ? call.status === null : call.status === status)) &&
    (reference === undefined || call.reference === reference)
}

const isRepeated = ({ reference }: ApiCall, before: readonly ApiCall[]) =>
  reference !== null && before.some((one) => one.reference === reference)

function boundsOf({ count, never }: ExpectedOfOne): { min: number; max: number } {
  if (never) return { min: 0, max: 0 }
  if (typeof count === 'number') return { min: count, max: count }
  return { min: count === undefined ? 1 : (count.min ?? 0), max: count?.max ?? Number.POSITIVE_INFINITY }
}

/** `1 call of momo.createRequestToPay that was answered 202` */
function inWords(expected: ExpectedOfOne, { min, max }: { min: number; max: number }): string {
  const { after, within, unique } = expected
  const number =
    max === 0
      ? 'no call'
      : min === max
        ? counted(min)
        : max === Number.POSITIVE_INFINITY
          ? `at least ${counted(min)}`
          : min === 0
            ? `at most ${counted(max)}`
            : `${min} to ${counted(max)}`
  const behind = after ? `, after ${nameOf(after)}` : ''
  const soon = within === undefined ? '' : ` and within ${within} of it`
  const own = unique ? ', each with a reference of its own' : ''
  return `${number} of ${nameOf(expected)}${behind}${soon}${own}`
}

const counted = (count: number) => (count === 1 ? '1 call' : `${count} calls`)

function nameOf({ operation, status, reference }: NamedCalls): string {
  const answered =
    status === undefined ? '' : status === 'none' ? ' without an answer' : ` answered ${status}`
  return `${operation}${reference === undefined ? '' : ` about ${reference}`}${answered}`
}

/** `10:15:02 momo.createRequestToPay 202, 6f1c… ` */
function lineOf({ at, operation, status, reference }: ApiCall): string {
  const about = reference === null ? '' : ` about ${reference}`
  return `${at} ${operation}${about}: ${status ?? 'no answer'}`
}

function orNone(lines: readonly string[], { others, by }: Parts): string[] {
  if (lines.length > 0) return [...lines]
  const beside = others === 0 ? '' : ` ${counted(others)} of them ${others === 1 ? 'was' : 'were'} by others.`
  return [`No such call came${by === 'program' ? ' from a program' : ` by ${by}`}.${beside}`]
}
