/** The fields in which somebody typed since the page was opened. */
const typed = new Set<HTMLInputElement | HTMLTextAreaElement>()

document.addEventListener('input', ({ target }) => {
  if (target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && isText(target)))
    typed.add(target)
})

const isText = ({ type }: HTMLInputElement) => !['checkbox', 'radio', 'range', 'file', 'color'].includes(type)

/** Whether a reload would take something from somebody: text in a field, on a phone's line, or a dialog that is open. */
export function isInUse(): boolean {
  for (const field of typed) if (!field.isConnected || field.value === '') typed.delete(field)
  if (typed.size > 0) return true
  // The keys of a phone type on its line too.
  const lines = document.querySelectorAll<HTMLInputElement>('input[data-line]')
  if ([...lines].some(({ value }) => value !== '')) return true
  return document.querySelector('dialog[open], [popover]:popover-open') !== null
}
