const placeholder = /\{\{([^{}]*)\}\}/g

/** The variables in a text, such as `pin` and `order.id`; undefined if braces are not closed. */
export function variablesIn(text: string): string[] | undefined {
  const names = [...text.matchAll(placeholder)].map(([, name = '']) => name.trim())
  return /\{\{|\}\}/.test(text.replace(placeholder, '')) ? undefined : names
}

/** Replaces each `{{name}}` by its value. */
export function fill(text: string, valueFor: (name: string) => string): string {
  return text.replace(placeholder, (_, name: string) => valueFor(name.trim()))
}
