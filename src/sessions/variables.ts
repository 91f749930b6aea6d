const placeholder = /\{\{([^{}]*)\}\}/g

/** The variables that a text names, such as `pin` and `order.id`; undefined where braces are not closed. */
export function variablesIn(text: string): string[] | undefined {
  const names = [...text.matchAll(placeholder)].map(([, name = '']) => name.trim())
  return /\{\{|\}\}/.test(text.replace(placeholder, '')) ? undefined : names
}

/** Puts values in the places of `{{name}}`. */
export function fill(text: string, valueFor: (name: string) => string): string {
  return text.replace(placeholder, (_, name: string) => valueFor(name.trim()))
}
