import { controlText } from '../live/http.ts'

/** Gives the browser a text as a file. */
export function download(file: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = file
  link.click()
  // The browser has taken it by the time of the next task.
  setTimeout(() => URL.revokeObjectURL(url), 1_000)
}

/** A statement as CSV; by a request, since a link bears no admin token. @throws Refusal in the words of the server */
export async function downloadCsv(file: string, path: string): Promise<void> {
  download(file, 'text/csv', await controlText(`${path}?format=csv`))
}
