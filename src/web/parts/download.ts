import { controlText } from '../live/http.ts'

/** Downloads a text as a file. */
export function download(file: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = file
  link.click()
  // By the next task the browser has read it.
  setTimeout(() => URL.revokeObjectURL(url), 1_000)
}

/** The HTTP requests that the server keeps, as an archive; of one trace, or of all. @throws Refusal with the reason */
export async function downloadHar(trace?: string): Promise<void> {
  const query = trace === undefined ? '' : `?trace=${encodeURIComponent(trace)}`
  const file = trace === undefined ? 'payersim.har' : `payersim-${trace}.har`
  download(file, 'application/json', await controlText(`/timeline.har${query}`))
}

/** A statement as CSV; by a request, since a link cannot send the admin token. @throws Refusal with the reason */
export async function downloadCsv(file: string, path: string): Promise<void> {
  download(file, 'text/csv', await controlText(`${path}?format=csv`))
}
