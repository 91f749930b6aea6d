import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import type { Port } from '../src/client/index.ts'
import { type ProblemName, problems, problemType } from '../src/terms/sim/problems.ts'

interface Answer {
  method: string
  /** With its query. */
  path: string
  status: number
  contentType: string | undefined
  text: string
}

export interface DescribedOperation {
  id: string
  method: string
  path: string
  /** Of success: `200 application/json`, or `204` for an empty body. */
  successes: string[]
  problems: ProblemName[]
  takesBody: boolean
  takesQuery: boolean
}

type Content = Record<string, { schema: { properties?: { type?: { enum?: string[] } } } }>
interface Operation {
  operationId: string
  parameters?: Array<{ in: string }>
  requestBody?: object
  responses: Record<string, { content?: Content }>
}
interface Document {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, { additionalProperties?: unknown }> }
}

const ofProblems = 'application/problem+json'
const nameOf = (type: string) => type.slice(problemType('' as ProblemName).length) as ProblemName

/** Holds answers of the control routes against the document that describes them. */
export class ControlDocument {
  readonly operations: DescribedOperation[]
  /** What was answered and found right: `sim.dialPhone 200 application/json`, `sim.dialPhone phone-off`. */
  readonly seen = new Set<string>()
  readonly #document: Document
  readonly #ajv: Ajv2020
  readonly #compiled = new Map<string, ValidateFunction>()

  private constructor(document: Document) {
    // It is open to providers from outside, of which there is none here: every field must be described.
    for (const schema of Object.values(document.components.schemas)) schema.additionalProperties &&= false
    this.#document = document
    this.#ajv = new Ajv2020({ strict: false, validateSchema: false, allErrors: true })
    this.#ajv.addSchema(document, 'document')
    this.operations = Object.entries(document.paths)
      .filter(([path]) => path.startsWith('/_sim/'))
      .flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, operation]) =>
          described(method.toUpperCase(), path, operation),
        ),
      )
  }

  static async of(port: Pick<Port, 'fetch'>): Promise<ControlDocument> {
    const { status, text } = await port.fetch({ method: 'GET', path: '/openapi.json' })
    if (status !== 200) throw new Error(`The document was answered ${status}: ${text}`)
    return new ControlDocument(JSON.parse(text))
  }

  operation(id: string): DescribedOperation {
    const found = this.operations.find((one) => one.id === id)
    if (!found) throw new Error(`The document has no operation ${id}.`)
    return found
  }

  /** @throws an error that says what in the answer the document does not have */
  check({ method, path, status, contentType, text }: Answer): void {
    const wrong = (why: string) =>
      new Error(`${method} ${path} answered ${status} ${text.slice(0, 500)}\n${why}`)
    const operation = this.#find(method, path)
    if (!operation) throw wrong('The document has no such operation.')
    const { id } = operation
    const type = contentType?.split(';')[0]?.trim()
    const said = this.#document.paths[operation.path]?.[method.toLowerCase()]?.responses[status]
    if (!said) throw wrong(`The document has no ${status} of ${id}.`)
    if (!said.content || text === '') {
      if (said.content || text !== '' || type !== undefined) throw wrong(`An empty body is not like ${id}.`)
      this.seen.add(`${id} ${status}`)
      return
    }
    if (type === undefined || !said.content[type])
      throw wrong(`The document has no ${type} of ${id} ${status}.`)
    const value: unknown = /json$/.test(type) ? JSON.parse(text) : text
    const fits = this.#schema(operation, status, type)
    if (!fits(value)) throw wrong(this.#ajv.errorsText(fits.errors))
    if (type !== ofProblems) {
      this.seen.add(`${id} ${status} ${type}`)
      return
    }
    const problem = value as { type: string; title: string; status: number }
    const name = nameOf(problem.type)
    if (problem.status !== status || problem.title !== problems[name].title)
      throw wrong('Status and title are not those of the type.')
    this.seen.add(`${id} ${name}`)
  }

  #find(method: string, path: string): DescribedOperation | undefined {
    const segments = (path.split('?')[0] ?? '').split('/')
    const fits = (place: string) => {
      const wanted = place.split('/')
      return (
        wanted.length === segments.length &&
        wanted.every((one, index) => one.startsWith('{') || one === segments[index])
      )
    }
    const names = (place: string) => place.split('{').length
    return this.operations
      .filter((one) => one.method === method && fits(one.path))
      .sort((one, other) => names(one.path) - names(other.path))[0]
  }

  #schema({ method, path }: DescribedOperation, status: number, type: string): ValidateFunction {
    const steps = [
      'paths',
      path,
      method.toLowerCase(),
      'responses',
      String(status),
      'content',
      type,
      'schema',
    ]
    const pointer = steps.map((step) => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1')))
    const $ref = `document#/${pointer.join('/')}`
    const compiled = this.#compiled.get($ref) ?? this.#ajv.compile({ $ref })
    this.#compiled.set($ref, compiled)
    return compiled
  }
}

function described(method: string, path: string, operation: Operation): DescribedOperation {
  const responses = Object.entries(operation.responses)
  const contents = responses.flatMap(([status, { content }]) =>
    content ? Object.entries(content).map(([type, { schema }]) => ({ status, type, schema })) : [],
  )
  return {
    id: operation.operationId,
    method,
    path,
    successes: [
      ...responses.flatMap(([status, { content }]) => (content ? [] : [status])),
      ...contents.filter(({ type }) => type !== ofProblems).map(({ status, type }) => `${status} ${type}`),
    ],
    problems: contents
      .filter(({ type }) => type === ofProblems)
      .flatMap(({ schema }) => schema.properties?.type?.enum ?? [])
      .map(nameOf),
    takesBody: operation.requestBody !== undefined,
    takesQuery: operation.parameters?.some((one) => one.in === 'query') ?? false,
  }
}

/** The same port; what it answers below `/_sim` is held against the document. */
export function checkedPort(port: Port, document: ControlDocument): Port {
  return {
    ...port,
    listen: (...wish) => port.listen(...wish),
    async fetch(request) {
      const answer = await port.fetch(request)
      const { method, path } = request
      if (path.startsWith('/_sim/')) {
        const { status, headers, text } = answer
        document.check({ method, path, status, contentType: headers['content-type'], text })
      }
      return answer
    },
  }
}
