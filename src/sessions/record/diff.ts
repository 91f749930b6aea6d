import { formatPatch, OMIT_HEADERS, structuredPatch } from 'diff'

/** A unified diff of two texts, as `diff -u` writes it; empty where they are the same. */
export function unifiedDiff(before: string, after: string, names: { before: string; after: string }): string {
  if (before === after) return ''
  const patch = structuredPatch(names.before, names.after, before, after, undefined, undefined, {
    context: 3,
  })
  // The names are added here: the library writes non-ASCII letters as octal numbers.
  return `--- ${names.before}\n+++ ${names.after}\n${formatPatch(patch, OMIT_HEADERS)}`
}
