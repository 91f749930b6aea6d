import { africasTalking } from '../network/index.ts'
import { builtInProviders } from '../providers/built-in.ts'
import { VendorHosts } from './vendor-hosts.ts'

/** The hosts that a simulator without other providers tells. */
export const vendors = new VendorHosts([...builtInProviders, africasTalking])
