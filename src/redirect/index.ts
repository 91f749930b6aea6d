export { certificate, makeKeys, nameConstraints, pem } from './authority.ts'
export { RedirectError } from './errors.ts'
export { type RunOptions, runRedirected } from './run-redirected.ts'
export { vendorHosts } from './vendor-hosts.ts'
