/** The kind of value that a key of `match` is compared with. */
export type MatchKind = 'phone' | 'serviceCode' | 'code' | 'host' | 'address' | 'operation'

export interface PointWords {
  /** The name on the page. */
  title: string
  /** The values of `do`, and whether each needs a delay, may have one, or has none. */
  actions: Readonly<Record<string, 'needs-delay' | 'may-delay' | 'no-delay'>>
  /** The keys of `match`. */
  match: Readonly<Record<string, MatchKind>>
}

const callbackActions = {
  dropped: 'no-delay',
  late: 'needs-delay',
  doubled: 'no-delay',
  'out-of-order': 'may-delay',
  'failing-dns': 'no-delay',
} as const

/** The points where faults can be injected, and the actions at each; used by the server, scripts and the page. */
export const faultPoints = {
  'ussd-hop': {
    title: 'A USSD hop',
    actions: {
      'app-time-out': 'no-delay',
      'dropped-answer': 'no-delay',
      'duplicated-hop': 'no-delay',
      'late-answer': 'needs-delay',
      'dropped-session': 'no-delay',
    },
    match: { phone: 'phone', serviceCode: 'serviceCode', host: 'host' },
  },
  sms: {
    title: 'An SMS to a phone',
    actions: { lost: 'no-delay', delayed: 'needs-delay', rejected: 'no-delay' },
    match: { recipient: 'phone', sender: 'code' },
  },
  'sms-report': {
    title: 'A delivery report',
    actions: { lost: 'no-delay', delayed: 'needs-delay', doubled: 'no-delay' },
    match: { recipient: 'phone', sender: 'code', host: 'host' },
  },
  'sms-inbound': {
    title: 'An SMS from a phone',
    actions: callbackActions,
    match: { phone: 'phone', shortCode: 'code', host: 'host' },
  },
  callback: {
    title: 'A callback to a merchant',
    actions: callbackActions,
    match: { phone: 'phone', host: 'host' },
  },
  email: {
    title: 'An e-mail to a mailbox',
    actions: { lost: 'no-delay', rejected: 'no-delay' },
    match: { recipient: 'address' },
  },
  operation: {
    title: "A call of a vendor's API",
    actions: {
      'answers-500': 'no-delay',
      'answers-502': 'no-delay',
      'answers-503': 'no-delay',
      'answers-429': 'no-delay',
      'no-answer': 'no-delay',
      'late-answer': 'needs-delay',
      'lost-answer': 'no-delay',
      'token-dies': 'no-delay',
    },
    match: { operation: 'operation', host: 'host' },
  },
} as const satisfies Record<string, PointWords>

export type FaultPoint = keyof typeof faultPoints
type Actions = { [Point in FaultPoint]: keyof (typeof faultPoints)[Point]['actions'] }
/** The action of a fault at a point. */
export type FaultAction<Point extends FaultPoint = FaultPoint> = Actions[Point]
/** A key of `match` at a point. */
export type FaultMatch<Point extends FaultPoint> = keyof (typeof faultPoints)[Point]['match']

export const faultPointNames = Object.keys(faultPoints) as [FaultPoint, ...FaultPoint[]]
