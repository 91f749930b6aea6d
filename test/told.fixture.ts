import { expect } from 'vitest'

/** Fails unless these are two texts with the same values: what is quoted, numbers, paths, and names of fields and headers. */
export function expectTold(english: string | undefined, french: string | undefined): void {
  expect(french).not.toBe(english)
  expect({ french, values: valuesIn(french) }).toEqual({ french, values: valuesIn(english) })
}

const values = [
  /"(?:[^"\\]|\\.)*"/g,
  /`[^`]*`/g,
  /\d+/g,
  // Paths, URLs, and names such as request_ref.
  /(?:https?:\/)?\/[\w./{}:-]*\w\/?|\w+_\w+/g,
  // Headers, and names such as providerCallbackHost.
  /\bX-[\w-]+|\b[a-z]+[A-Z]\w*/g,
]

function valuesIn(text: string | undefined): string[] {
  const found = values.flatMap((pattern) => text?.match(pattern) ?? [])
  return [...new Set(found)].sort()
}
