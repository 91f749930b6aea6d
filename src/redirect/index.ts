export { RedirectError } from './errors.ts'
export { type RunOptions, runRedirected } from './run-redirected.ts'
export { vendorHosts } from './vendor-hosts.ts'
