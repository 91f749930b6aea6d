import {
  bodyOf,
  type Caller,
  type CallHolds,
  explain,
  type HttpAnswer,
  HttpRequest,
  type LetGo,
  linesOf,
  type Matched,
  NoAnswer,
  outageOf,
  readHeaders,
} from '../kernel/index.ts'

/** A request as it was handled, and what its caller gets. */
export interface Handled {
  request: HttpRequest
  answer: HttpAnswer | NoAnswer
}

const byHand = { en: 'It was held, and changed by hand.', fr: 'L’appel a été retenu, et modifié à la main.' }

/** Holds a request to a vendor before it is handled, and its answer before it is sent, where somebody asked for that. */
export async function handledWithHolds(
  holds: CallHolds,
  { api, route, limit }: Matched,
  { request, gone }: { request: HttpRequest; gone: Caller['gone'] },
  handle: (request: HttpRequest) => Promise<HttpAnswer | NoAnswer>,
): Promise<Handled> {
  if (!route || api.ownApp) return { request, answer: await handle(request) }
  const operation = `${api.name}.${route.operation}`
  const { method, url, trace } = request
  const merchant = await api.askedBy?.(request)
  const call = { method, url, operation, merchant, trace, gone: gone() }
  const headers = linesOf(request.rawHeaders)
  const come = await holds.hold({ ...call, point: 'request', headers, body: request.receivedBody })
  const instead = come && insteadOf(come, request, api)
  if (instead) return { request, answer: instead }
  const handled = come?.how === 'changed' ? await changed(request, come, limit) : request
  const answer = await handle(handled)
  if (answer instanceof NoAnswer) return { request: handled, answer }
  const sent = await holds.hold({
    ...call,
    point: 'answer',
    status: answer.status,
    phone: handled.phone,
    trace: handled.trace,
    headers: Object.entries(answer.headers),
    body: Buffer.from(answer.body),
  })
  return { request: handled, answer: sent ? answerAfter(sent, answer, handled) : answer }
}

/** What the caller gets for a request that is not handled; undefined if it is. */
function insteadOf(
  { how }: LetGo,
  request: HttpRequest,
  api: Matched['api'],
): HttpAnswer | NoAnswer | undefined {
  switch (how) {
    case 'dropped':
      return new NoAnswer('never', {
        en: 'It was held, and dropped by hand: it was not performed.',
        fr: 'L’appel a été retenu, puis abandonné à la main : il n’a pas été exécuté.',
      })
    case 'caller gone':
      return new NoAnswer('never', {
        en: 'Its caller gave up while it was held: it was not performed.',
        fr: 'L’appelant a renoncé pendant que l’appel était retenu : il n’a pas été exécuté.',
      })
    case 'ended':
      explain(request, {
        en: 'It was held when the world began again or payersim stopped: it was not performed.',
        fr: 'L’appel était retenu quand le monde a recommencé ou que payersim s’est arrêté : il n’a pas été exécuté.',
      })
      return outageOf({ api, request }, 503)
  }
  return undefined
}

function answerAfter({ how, status, headers, body }: LetGo, answer: HttpAnswer, request: HttpRequest) {
  switch (how) {
    case 'dropped':
      return new NoAnswer('lost', {
        en: 'Its answer was held, and dropped by hand.',
        fr: 'La réponse a été retenue, puis abandonnée à la main.',
      })
    case 'caller gone':
      return new NoAnswer('lost', {
        en: 'Its caller gave up while its answer was held.',
        fr: 'L’appelant a renoncé pendant que la réponse était retenue.',
      })
    case 'changed':
      explain(request, byHand)
      return { status: status ?? answer.status, headers: Object.fromEntries(headers), body }
  }
  return answer
}

async function changed(request: HttpRequest, { headers, body }: LetGo, limit: number): Promise<HttpRequest> {
  const { method, url, trace, peer } = request
  const read = readHeaders(Object.fromEntries(headers))
  const next = new HttpRequest({ method, url, ...read, trace, peer }, await bodyOf(body, {}, limit))
  explain(next, byHand)
  return next
}
