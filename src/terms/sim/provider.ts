import { z } from 'zod'

const hostName = z
  .string()
  .max(253)
  .regex(
    /^[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+$/,
    'is no host name in small letters, such as api.example.com',
  )
/** With a dot before it: that name and all below it. */
const answeredName = z
  .string()
  .max(253)
  .regex(
    /^\.?[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+$/,
    'is no host name in small letters, such as api.example.com or .example.com',
  )

/** The hosts of a vendor, which `payersim run` leads to the simulator. */
export const hostsSchema = z.lazy(() =>
  z.object({
    /** These names and all names below them belong to the vendor. */
    domains: z.array(hostName).readonly(),
    /**
     * The hosts that payersim answers for. An entry that begins with a dot means the name after it and all names below
     * it. A call to any other host of the vendor is refused.
     */
    answered: z.array(answeredName).readonly(),
    /** The single hosts that programs are known to call, answered or not. */
    known: z.array(hostName).readonly(),
  }),
)
export type Hosts = z.infer<typeof hostsSchema>

/** An entry of `GET /_sim/providers`: a vendor whose API is simulated. */
export const providerViewSchema = z.lazy(() =>
  z.object({
    /** In small letters, such as `momo`. */
    name: z.string(),
    /** As people call it, such as `MTN MoMo`. */
    title: z.string(),
    hosts: hostsSchema,
    /** The tab of its view of the page, of a provider from outside; the module is at `/page/panels/NAME.js`. */
    panel: z.string().optional(),
  }),
)
export type ProviderView = z.infer<typeof providerViewSchema>
