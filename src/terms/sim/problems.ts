interface ProblemKind {
  status: number
  /** The same each time, and short. */
  title: string
  /** What happened, in a sentence. */
  happened: string
  /** What to do next, in a sentence or two. */
  next: string
}

/**
 * The kinds of errors of payersim's own routes, by the name at the end of their `type`, such as
 * `/docs/problems#unknown-snapshot`. A name is public and stays; where nothing finer is known it is one of the first four.
 */
export const problems = {
  'bad-input': {
    status: 400,
    title: 'The request is not as it should be',
    happened: 'A value in the path, the query or the body is missing, malformed or not known.',
    next: 'Change what `detail` names.',
  },
  'not-found': {
    status: 404,
    title: 'There is no such thing',
    happened: 'What the request names is not there.',
    next: 'List what there is, and name one of it.',
  },
  conflict: {
    status: 409,
    title: 'Not in this state',
    happened: 'The request is right, and cannot be done as things stand.',
    next: 'Bring about what `detail` asks for, and send the request again.',
  },
  busy: {
    status: 503,
    title: 'Other work did not end in time',
    happened:
      'The call waited a minute of real time for deliveries on their way, or for an earlier call, and gave up.',
    next: 'See `waitingFor`: answer the request that an app keeps waiting, and call again. `detail` says where the clock stands.',
  },

  // Of HTTP.
  'bad-json': {
    status: 400,
    title: 'The body is no JSON',
    happened: 'The body calls itself JSON and cannot be read as JSON.',
    next: 'Send JSON in UTF-8, with `Content-Type: application/json`.',
  },
  'bad-http': {
    status: 400,
    title: 'The request cannot be read',
    happened: 'The path has bytes that cannot be decoded, or the body ended too early.',
    next: 'Percent-encode what stands in the path, such as `%2A165%23` for `*165#`, and send the whole body.',
  },
  'body-too-large': {
    status: 413,
    title: 'The body is too large',
    happened: 'The body is longer than this route takes; control routes take 100 KiB.',
    next: 'Send less in one request.',
  },
  'unsupported-encoding': {
    status: 415,
    title: 'The body is encoded in a way that is not known',
    happened: 'The character set or the compression of the body is not known.',
    next: 'Send UTF-8, as it is or by gzip, deflate or Brotli.',
  },
  'no-route': {
    status: 404,
    title: 'No such route',
    happened: 'No route has this method and path.',
    next: 'See `/docs` for those that there are.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'Not by this method',
    happened: 'The path is there, and is asked by another method.',
    next: 'Use a method that the header `Allow` names.',
  },
  'needs-socket': {
    status: 404,
    title: 'Answered over a socket alone',
    happened:
      'A page or a live stream was asked for inside the process, where no answer can be shown or go on.',
    next: 'Start the simulator with a port, and ask there.',
  },
  'internal-error': {
    status: 500,
    title: 'payersim failed',
    happened: 'payersim could not do what it should, by a fault of its own.',
    next: 'Read its log, which has the reason, and report it.',
  },
  'caller-gone': {
    status: 499,
    title: 'Nobody waits for the answer',
    happened: 'The caller closed its connection before its turn came, so that nothing was done.',
    next: 'Wait longer for the answer, a minute at most.',
  },

  // Of who calls.
  'not-local': {
    status: 403,
    title: 'For this machine only',
    happened:
      'The request came from another machine, by a name that is not local, from another site’s page, or through a proxy.',
    next: 'Call from this machine by a local name, or start payersim with an admin token and send it as `Authorization: Bearer TOKEN`.',
  },
  'token-needed': {
    status: 403,
    title: 'The admin token is missing or wrong',
    happened: 'payersim is behind a proxy, where every control request needs the admin token.',
    next: 'Send `Authorization: Bearer TOKEN` with the token that payersim was started with.',
  },
  'unknown-host': {
    status: 403,
    title: 'Sent to a name that is not known',
    happened:
      'The `Host` of the request is no name of this simulator; a web page can let a name of its own lead here.',
    next: 'If the name is yours, start payersim with `--allow-host NAME`, or put it into `allowHosts` of the world file.',
  },
  'foreign-page': {
    status: 403,
    title: 'Sent by another site’s page',
    happened: 'A page of another site, or of another port of this machine, sent the request.',
    next: 'If the page is yours, put its origin into `allowOrigins` of the world file.',
  },
  'several-hosts': {
    status: 400,
    title: 'More than one Host',
    happened: 'The request has more than one header `Host`.',
    next: 'Send one.',
  },

  // Of worlds by name.
  'not-a-world-name': {
    status: 400,
    title: 'Not a name for a world',
    happened: 'A world cannot have this name.',
    next: 'Use up to 63 small letters, digits and, between them, hyphens, such as `suite-1`.',
  },
  'bad-world': {
    status: 400,
    title: 'The world is not as it should be',
    happened:
      'The world that was sent has a part that is not known, malformed or at odds with another. None was opened.',
    next: 'Change each place that `detail` names.',
  },
  'unknown-world': {
    status: 404,
    title: 'No such world',
    happened: 'No world of this name is open on this server.',
    next: 'Open it first: `POST /_sim/worlds`.',
  },
  'world-ended': {
    status: 410,
    title: 'The world has ended',
    happened: 'The world of this name was ended, or nobody asked it anything for too long.',
    next: 'Open it anew: `POST /_sim/worlds`.',
  },
  'world-is-there': {
    status: 409,
    title: 'A world of this name is open',
    happened: 'No two worlds have one name; `default` is that of the server’s own.',
    next: 'Take another name, or end that world first.',
  },
  'too-many-worlds': {
    status: 409,
    title: 'Too many worlds',
    happened: 'As many worlds as may be are open at once.',
    next: 'End one: `DELETE /_sim/worlds/NAME`.',
  },
  'own-world': {
    status: 409,
    title: 'The server’s own world stays',
    happened: 'The world `default` is that of the server, and ends with it.',
    next: 'Reset it instead: `POST /_sim/reset`.',
  },
  'several-worlds': {
    status: 400,
    title: 'Two worlds are named',
    happened: 'The host names one world, and the path another.',
    next: 'Name one of them.',
  },
  'path-leads-up': {
    status: 400,
    title: 'The path leads up',
    happened: 'The path names a world and has `..` in it, which may lead out of that world.',
    next: 'Send the path that is meant.',
  },

  // Of the data file.
  'disk-full': {
    status: 507,
    title: 'The disk is full',
    happened: 'The data file could not be written, since its disk is full. Nothing was changed.',
    next: 'Make room on the disk; payersim goes on by itself.',
  },
  'data-file-unusable': {
    status: 503,
    title: 'The data file cannot be used',
    happened: 'The data file is locked, damaged, read-only or gone, or its disk fails. Nothing was changed.',
    next: 'Do what `detail` says; `GET /_sim/health` tells when it is over.',
  },

  // Of phones.
  'not-a-phone-number': {
    status: 400,
    title: 'Not a phone number',
    happened: 'No phone can have this number: it is local, of no country, too long or no number at all.',
    next: 'Write `+` and the calling code first, such as `+46733000001`.',
  },
  'unknown-phone': {
    status: 404,
    title: 'No such phone',
    happened: 'The world is closed (`phones: closed`) and has no phone of this number.',
    next: 'Add it to the world file, or let the world be open.',
  },
  'phone-off': {
    status: 409,
    title: 'The phone is off',
    happened: 'A phone that is off can neither dial, answer nor send.',
    next: 'Switch it on first: `PATCH /_sim/phones/{msisdn}` with `{"online": true}`.',
  },
  'no-such-option': {
    status: 409,
    title: 'The screen has no such option',
    happened: 'No option of the open screen has this label, or several have.',
    next: 'Take a label of `options`, or a longer one; or answer the screen as it is.',
  },
  'nothing-to-change': {
    status: 400,
    title: 'Nothing to change',
    happened: 'The body names nothing of the phone.',
    next: 'Give `online`, `network` or both.',
  },
  'not-a-network-code': {
    status: 400,
    title: 'Not a network code',
    happened: 'A mobile network is named by five digits.',
    next: 'Take one of `GET /_sim/network/dialects`, or any other five digits.',
  },
  'not-a-ussd-code': {
    status: 400,
    title: 'Not a USSD code',
    happened: 'What was dialled is no USSD code.',
    next: 'Begin with `*`, go on with digits and `*`, and end with `#`, such as `*165#` or `*384*123*1#`.',
  },
  'no-open-session': {
    status: 409,
    title: 'No session is open',
    happened: 'No USSD session waits for an answer on this phone.',
    next: 'Dial first, or wait for the push: `GET /_sim/phones/{msisdn}?waitMs=5000`.',
  },
  'answer-on-its-way': {
    status: 409,
    title: 'The app’s answer is on its way',
    happened: 'A fault lets the app’s answer come late, and the phone waits for it.',
    next: 'Move the clock on, wait, or hang up.',
  },
  'session-timed-out': {
    status: 409,
    title: 'The session has timed out',
    happened: 'The session was idle for too long, or lasted too long, before this answer.',
    next: 'Dial again.',
  },
  'session-went-on': {
    status: 409,
    title: 'The session went on without this answer',
    happened: 'While the app was asked, the phone hung up, dialled again or was switched off.',
    next: 'Look at the phone’s screen, and go on from there.',
  },
  'answer-too-long': {
    status: 400,
    title: 'An answer that no phone can send',
    happened: 'The answer is longer than the phone’s network takes, or is no well-formed text.',
    next: 'Send fewer characters; `inputCharacters` of `GET /_sim/network/dialects` says how many.',
  },
  'not-a-short-code': {
    status: 400,
    title: 'Not a short code',
    happened: 'An SMS goes to a short code of 3 to 8 digits; a sender id takes `STOP` and `START` alone.',
    next: 'Write such a code. Where URLs are set for a code it may be any sender id too, or `*` for all the others.',
  },
  'not-an-sms': {
    status: 400,
    title: 'A text that no phone can send',
    happened: 'The text of the SMS is blank, too long or not well-formed.',
    next: 'Send at least one character, and no more than `detail` says.',
  },
  'prompt-not-held': {
    status: 409,
    title: 'That prompt is not held',
    happened: 'No prompt for this order is held back on this phone.',
    next: 'Hold the next one before the merchant asks: `POST /_sim/phones/{msisdn}/prompt/hold`.',
  },
  'not-a-mail-address': {
    status: 400,
    title: 'Not an e-mail address',
    happened: 'The mailbox is not named by an e-mail address.',
    next: 'Write one such as `ngozi@example.com`.',
  },

  // Of codes and their apps.
  'not-a-service-code': {
    status: 400,
    title: 'Not a service code',
    happened: 'The code in the path is no USSD service code.',
    next: 'Write it as it is dialled and percent-encoded: `%2A384%2A1%23` for `*384*1#`.',
  },
  'not-a-url': {
    status: 400,
    title: 'Not a URL',
    happened: 'An app or a merchant is reached by an `http` or `https` URL, and this is none.',
    next: 'Write it in full, such as `http://127.0.0.1:3000/ussd`.',
  },
  'unknown-service-code': {
    status: 404,
    title: 'No such service code',
    happened: 'No app answers for this service code.',
    next: '`PUT` one to make it; `GET /_sim/network/service-codes` lists those that there are.',
  },
  'unknown-short-code': {
    status: 404,
    title: 'No such short code',
    happened: 'No URL is set for this short code or sender id.',
    next: '`PUT` one to make it; `GET /_sim/network/short-codes` lists those that there are.',
  },

  // Of time.
  'not-a-time': {
    status: 400,
    title: 'Not a time',
    happened: 'A time is not written as ISO 8601 has it, with its zone, or is no day of the calendar.',
    next: 'Write one such as `2026-01-05T09:00:00Z`; a period takes days such as `2026-01-05` too.',
  },
  'empty-period': {
    status: 400,
    title: 'An empty period',
    happened: '`to` is not after `from`, and is no part of the period.',
    next: 'Put `to` after `from`, or leave one of the two out.',
  },
  'not-a-duration': {
    status: 400,
    title: 'Not a duration',
    happened: 'A step of the clock is not written as a duration of ISO 8601.',
    next: 'Write one such as `PT5M`, `PT30S` or `P1D`.',
  },
  'step-too-long': {
    status: 400,
    title: 'Too long a step',
    happened: 'The clock is moved by ten years at most in one step.',
    next: 'Move it in smaller steps.',
  },

  // Of faults.
  'bad-fault-plan': {
    status: 400,
    title: 'A fault plan is not as it should be',
    happened:
      'A plan lacks a field, has one that is not known, or has values that do not go together. None was set.',
    next: 'Change the plan that `detail` names by its number; it says what was meant where it can.',
  },
  'unknown-operation': {
    status: 400,
    title: 'No such operation',
    happened: 'A fault plan, or a hold, names an operation that no API has. Nothing was set.',
    next: 'Take a name of `GET /_sim/operations`, such as `momo.createRequestToPay`, or that of a whole API.',
  },
  'fault-cannot-strike': {
    status: 400,
    title: 'The fault can never strike',
    happened:
      'A fault plan lets access tokens die at an operation that neither takes nor gives one. None was set.',
    next: 'Name an operation whose `hasTokens` is true in `GET /_sim/operations`.',
  },
  'unknown-sms-rejection': {
    status: 400,
    title: 'No SMS is rejected for that',
    happened: 'A fault plan rejects SMS for a reason that Africa’s Talking does not have. None was set.',
    next: 'Take one of the reasons in `detail`.',
  },

  // Of held calls.
  'unknown-hold': {
    status: 404,
    title: 'No such hold',
    happened: 'No hold has this id, or it was removed.',
    next: 'Take the `id` of one of `holds` in `GET /_sim/holds`.',
  },
  'unknown-held-call': {
    status: 404,
    title: 'No such call',
    happened: 'No call of this id was held in this world.',
    next: 'Take the `id` of one of `calls` in `GET /_sim/holds`.',
  },
  'call-not-held': {
    status: 409,
    title: 'The call is not held any more',
    happened: 'The call was let go or dropped before, its caller has gone, or the world began again.',
    next: 'Look at the timeline: `call.released` tells how it went on.',
  },
  'cannot-change-call': {
    status: 409,
    title: 'That cannot be changed',
    happened:
      'A request has no status, a body that is no text has none to put in its place, and some headers follow from the rest. The call is still held.',
    next: 'Change what `detail` allows, or let the call go as it is.',
  },
  'calls-held': {
    status: 409,
    title: 'A callback is held',
    happened: 'A copy of the world cannot hold a callback that is half sent. Nothing was copied.',
    next: 'Let the held calls go, or drop them: `GET /_sim/holds` lists them.',
  },

  // Of snapshots and recordings.
  'not-a-snapshot-name': {
    status: 400,
    title: 'Not a name for a snapshot',
    happened: 'A snapshot cannot have this name.',
    next: 'Use 1 to 64 letters, digits, points, hyphens and underscores, and begin with a letter or a digit.',
  },
  'unknown-snapshot': {
    status: 404,
    title: 'No such snapshot',
    happened: 'No snapshot of this name has been taken.',
    next: 'Take one of `GET /_sim/snapshots`.',
  },
  'snapshot-unusable': {
    status: 409,
    title: 'The snapshot cannot be used',
    happened: 'The snapshot’s file is damaged, is no file of payersim, or was written by a newer version.',
    next: 'Delete it, or take it anew.',
  },
  'snapshot-of-another-file': {
    status: 409,
    title: 'The snapshot is of another data file',
    happened: 'The snapshot was taken of another data file than the one in use.',
    next: 'Delete it, or start payersim with that file.',
  },
  'not-a-recording-name': {
    status: 400,
    title: 'Not a name for a recording',
    happened: 'A recording becomes a script, and no script can have this name.',
    next: 'Use letters, digits, hyphens and underscores, such as `pay-order`.',
  },
  'recording-under-way': {
    status: 409,
    title: 'A recording of this name is under way',
    happened: 'What happens is recorded under this name already.',
    next: 'Stop it first, or give another name.',
  },
  'unknown-recording': {
    status: 404,
    title: 'No such recording',
    happened: 'No recording of this name was started since payersim was.',
    next: 'Take one of `GET /_sim/recordings`.',
  },
  'nothing-recorded': {
    status: 409,
    title: 'No script can be made of the recording',
    happened: 'Nothing has happened that a script can hold, or the world was reset or restored meanwhile.',
    next: 'Let a phone or a merchant do something, or record again.',
  },

  // Of what merchants and apps did.
  'unknown-payment': {
    status: 404,
    title: 'No such payment',
    happened: 'No payment of this world has this id.',
    next: 'Take an `id` of `GET /_sim/payments`; after a reset ids begin anew.',
  },
  'not-a-callback-id': {
    status: 400,
    title: 'Not the id of a callback',
    happened: 'A callback is named by a whole number.',
    next: 'Take an `id` of `GET /_sim/callbacks`.',
  },
  'unknown-callback': {
    status: 404,
    title: 'No such callback',
    happened: 'No callback has this id, or it was attempted so long ago that it is not kept any more.',
    next: 'Take an `id` of `GET /_sim/callbacks`.',
  },
  'unknown-api-user': {
    status: 404,
    title: 'No such API user',
    happened: 'This world has no API user of this id.',
    next: 'Take one of `GET /_sim/world`.',
  },
  'unknown-app': {
    status: 404,
    title: 'No such app',
    happened: 'No app of this name is in the world, or has called.',
    next: 'Take one that `detail` names.',
  },
  'unknown-transaction': {
    status: 404,
    title: 'No such transaction',
    happened: 'No app has sent a balance request with this reference.',
    next: 'Take the `transaction_ref` of one that was sent.',
  },
  'several-transactions': {
    status: 409,
    title: 'Several apps have this transaction',
    happened: 'Two apps use the same reference.',
    next: 'Name the `app` too.',
  },
  'no-otp-awaited': {
    status: 409,
    title: 'No OTP is awaited',
    happened:
      'The balance request does not wait for a one-time code: it is answered, over, or asks for none.',
    next: 'Send a new one.',
  },
  'otp-sent-too-often': {
    status: 409,
    title: 'The OTP was sent as often as it may be',
    happened: 'No further code is sent for this balance request.',
    next: 'Send a new balance request.',
  },
  'otp-sent-just-now': {
    status: 409,
    title: 'The OTP was sent just now',
    happened: 'A further code may be sent after a while only.',
    next: 'Move the clock on by `retryAfterSeconds`, or wait as long.',
  },
} as const satisfies Record<string, ProblemKind>

export type ProblemName = keyof typeof problems

/** The names of the kinds that are answered with an HTTP status. */
export type ProblemOf<Status extends number> = {
  [Name in ProblemName]: (typeof problems)[Name]['status'] extends Status ? Name : never
}[ProblemName]

/** A relative reference: the page of the simulator that answered explains it. */
export const problemType = (name: ProblemName) => `/docs/problems#${name}`
