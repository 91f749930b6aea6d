// For test/release-check.test.ts. Each gives what is wrong, as sentences that say what to do.
export function changelogProblems(changelog: string, version: string): string[]
export function fileProblems(files: readonly string[], bytes: number): string[]
export function licenceProblems(text: string, bundled: Record<string, object>): string[]
export function manifestProblems(manifest: object, lock: object, isThere: (path: string) => boolean): string[]
export function scriptProblems(name: string, text: string, scripts: Record<string, string>): string[]
export function workflowProblems(name: string, text: string): string[]
