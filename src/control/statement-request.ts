import type { Request, Response } from 'express'
import { InputError } from '../kernel/index.ts'
import { momentMilliseconds } from './schema.ts'

/** Half-open: includes `from`, excludes `to`. Epoch milliseconds; undefined: unlimited on that side. */
export interface Period {
  from: number | undefined
  to: number | undefined
}

/** @throws InputError for an invalid time, and for an empty period */
export function periodOf({ from, to }: { from: string | undefined; to: string | undefined }): Period {
  const period = {
    from: from === undefined ? undefined : momentMilliseconds(from),
    to: to === undefined ? undefined : momentMilliseconds(to),
  }
  if (period.from !== undefined && period.to !== undefined && period.from >= period.to)
    throw new InputError(`The period from ${from} to ${to} is empty: "to" is not part of it.`)
  return period
}

/** Answers JSON, or the file if the query or the header Accept asks for CSV. */
export async function sendStatement(
  request: Request,
  response: Response,
  of: { format: 'json' | 'csv' | undefined; file: string; json: () => unknown; csv: () => Promise<string> },
): Promise<void> {
  if ((of.format ?? request.accepts(['json', 'csv'])) !== 'csv') {
    response.json(of.json())
    return
  }
  response.attachment(of.file).type('text/csv; charset=utf-8; header=present')
  response.send(await of.csv())
}
