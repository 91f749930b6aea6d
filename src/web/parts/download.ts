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
