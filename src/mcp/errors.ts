import { ClientError } from '../client/index.ts'

/** Routes and methods that messages name, and the tools that do the same. */
const inTools: ReadonlyArray<readonly [RegExp, string]> = [
  [/\bGET \/_sim\/payments\b/g, 'list_payments'],
  [/\bGET \/_sim\/operations\b/g, 'list_operations'],
  [/\bGET \/_sim\/snapshots\b/g, 'list_snapshots'],
  [/\bDELETE \/_sim\/worlds\/NAME\b/g, 'end_world'],
  [/\bDELETE \/_sim\/worlds\/(\S+?)(?=[.,)]|$)/g, 'end_world $1'],
  [/\bPOST \/_sim\/worlds\b/g, 'open_world'],
  [/\bPOST \/_sim\/recordings\/(\S+?)\/stop\b/g, 'write_script'],
  [/\bAwait cancel\(\) first\b/g, 'Call hang_up first'],
  [/\bAwait goOnline\(\) before\b/g, 'Switch it on (set_phone) before'],
  [/\bAwait dial\(\) or prompted\(\) first\b/g, 'Call dial or wait_for_prompt first'],
]

/** What an agent is told of an error: what happened, with which value, and what to do, in the names of tools. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const said = error instanceof ClientError ? ofClient(error) : error.message
  return inTools.reduce((text, [route, tool]) => text.replace(route, tool), said)
}

/** A control route's refusal is in its own words; a vendor's with its code, as the vendor has it. */
function ofClient({ message, data: { status, code, detail } }: ClientError): string {
  if (code !== undefined) return `${message} explain_error says what the vendor does not.`
  return status !== undefined && status < 500 && detail ? detail : message
}
