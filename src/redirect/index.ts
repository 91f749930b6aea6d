export { certificate, makeKeys, nameConstraints, pem } from './authority.ts'
export { RedirectError } from './errors.ts'
export { runRedirected } from './run-redirected.ts'
export { temporaryFolder } from './temporary-folder.ts'
