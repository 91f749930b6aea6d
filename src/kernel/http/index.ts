export { bodyOf, formFields } from './body.ts'
export type { CallHolds, CallInTransit, LetGo } from './call-in-transit.ts'
export { readCertificates } from './certificates.ts'
export { decodeBody } from './charset.ts'
export {
  type ApiDescription,
  type Content,
  exampleUuid,
  type RouteDescription,
  type WebhookDescription,
} from './description.ts'
export { errorPage } from './error-page.ts'
export { type Asker, askerOf, ExchangeLog, recordOf } from './exchanges.ts'
export { beginningOf, explain, explanationOf } from './explanation.ts'
export {
  type Api,
  type Asked,
  type Call,
  FrontDoor,
  type Matched,
  type NamedOperation,
  type OutageStatus,
  type Route,
  type Tokens,
} from './front-door.ts'
export { hasSeveralHosts, hostName, isLocalName, isLoopback, ownHost } from './host.ts'
export { asSent, type HttpAnswer, keepAliveMs, type LiveAnswer, sendAnswer, sendLive } from './http-answer.ts'
export { type HeaderLines, type HttpExchange, linesOf, type Purpose } from './http-exchange.ts'
export {
  HttpRequest,
  inLowerCase,
  pathOf,
  type RequestInProcess,
  readHeaders,
  requestBegun,
  requestFrom,
  requestWith,
} from './http-request.ts'
export { jsonBodyOf } from './json-body.ts'
export { answeredTooLate } from './lost-answers.ts'
export { type Caller, NoAnswer } from './no-answer.ts'
export { type DescribedApi, type OpenApiVersion, openApiOf, openApiVersions } from './openapi.ts'
export { Outbound } from './outbound.ts'
export type { OutboundRequest, OutboundResponse } from './outbound-messages.ts'
export {
  failureAnswer,
  problemAnswer,
  problemHandlers,
  problemNamed,
  problemOf,
  sendProblem,
} from './problem.ts'
export { decodedParams, RouteTable } from './route-table.ts'
