import { z } from 'zod'
import { durationUpTo, parseDuration, uuidPattern } from '../../terms/index.ts'
import { limits, limitTrouble, placeOf } from '../world-fields.ts'
import type { Conflict, WorldAround, WorldPart } from '../world-part.ts'

const apiUser = z.strictObject({
  name: z.string().min(1).max(60).optional(),
  id: z
    .string({ error: 'is an id in quotes' })
    .regex(/^[^\s:]{1,200}$/, 'is no id: it has no blanks and no colons')
    .describe("A UUID; on MTN's new platform base64"),
  apiKey: z.string().min(1),
  providerCallbackHost: z.string().min(1),
  targetEnvironment: z.string().default('sandbox'),
  mayReceive: z.boolean().default(true),
  limits: limits.optional().describe('The most that its transfers may send'),
})

const serviceProvider = z.strictObject({
  userName: z.string().min(1).max(60).describe('serviceProviderUserName of a payment'),
  name: z.string().min(1).max(60).optional().describe('What customers read; the user name where left out'),
})
/** MTN takes a number of seconds, at most 2147483647. */
const consentValidity = durationUpTo(2_147_483_647_000, 'is longer than 68 years').refine(
  (text) => (parseDuration(text) ?? 0) >= 1_000,
  'is shorter than a second',
)

const schema = z.strictObject({
  subscriptionKeys: z.strictObject({
    collection: z.string().min(1),
    disbursement: z.string().min(1),
    remittance: z.string().min(1),
  }),
  apiUsers: z.array(apiUser),
  serviceProviders: z.array(serviceProvider).optional().describe('Who is paid by payments of bills'),
  consentValidity: consentValidity
    .optional()
    .describe('How long an offline consent is valid where consent_valid_in does not say it; P30D by default'),
})

export type MomoWorld = z.output<typeof schema>

/** All of these keys are public. */
const builtIn: z.input<typeof schema> = {
  subscriptionKeys: {
    collection: 'c0113c7104c0113c7104c0113c710401',
    disbursement: 'd15b0f5e3e47d15b0f5e3e47d15b0f02',
    remittance: '4e3177a7ce004e3177a7ce004e317703',
  },
  apiUsers: [
    {
      name: 'Kiosk 24',
      id: '5a1e0001-0000-4000-8000-000000000001',
      apiKey: '5a1e000100000000000000000000a001',
      providerCallbackHost: 'localhost',
    },
    {
      name: 'Accra Books',
      id: '5a1e0002-0000-4000-8000-000000000002',
      apiKey: '5a1e000200000000000000000000a002',
      providerCallbackHost: 'localhost',
      targetEnvironment: 'mtnghana',
    },
    {
      name: 'Abidjan Mode',
      id: '5a1e0003-0000-4000-8000-000000000003',
      apiKey: '5a1e000300000000000000000000a003',
      providerCallbackHost: 'localhost',
      targetEnvironment: 'mtnivorycoast',
    },
    {
      name: 'Lagos Market',
      id: '5a1e0004-0000-4000-8000-000000000004',
      apiKey: '5a1e000400000000000000000000a004',
      providerCallbackHost: 'localhost',
      targetEnvironment: 'mtnnigeria',
    },
  ],
  serviceProviders: [{ userName: 'Electricity Inc.' }],
}

/** The part `momo` of a world file. */
export const momoWorld: WorldPart<MomoWorld> = {
  schema,
  builtIn,
  environment: {
    platform: z
      .enum(['classic', 'new'])
      .optional()
      .describe("MTN's platform: new is that of 2026 at momoapi.momo.africa; classic where left out"),
  },
  conflicts: ({ apiUsers, serviceProviders = [] }, around) => {
    const ids = new Set<string>()
    return [
      ...apiUsers.flatMap((user, index) => userTrouble(['momo', 'apiUsers', index], user, { around, ids })),
      ...serviceProviders.flatMap(({ userName }, index) => {
        const again = serviceProviders.findIndex((each) => each.userName === userName) < index
        const path = ['momo', 'serviceProviders', index, 'userName']
        return again ? [{ path, message: `Service provider ${userName} is given twice.` }] : []
      }),
    ]
  },
}

function userTrouble(
  path: PropertyKey[],
  user: MomoWorld['apiUsers'][number],
  { around, ids }: { around: WorldAround; ids: Set<string> },
): Conflict[] {
  const found: Conflict[] = []
  const { targetEnvironment } = user
  const environment = placeOf(around, targetEnvironment)
  if (!environment)
    found.push({ path: [...path, 'targetEnvironment'], message: `No environment ${targetEnvironment}.` })
  found.push(...limitTrouble([...path, 'limits'], user.limits, environment))
  const isUuid = uuidPattern.test(user.id)
  if (!isUuid && around.environments[targetEnvironment]?.platform !== 'new') {
    const message =
      `${JSON.stringify(user.id)} is not a UUID. Ids of another form are of MTN's new platform: ` +
      `give environments.${targetEnvironment}.platform: new.`
    found.push({ path: [...path, 'id'], message })
  }
  // UUIDs are compared ignoring case.
  const id = isUuid ? user.id.toLowerCase() : user.id
  if (ids.has(id)) found.push({ path: [...path, 'id'], message: `API user ${user.id} is given twice.` })
  ids.add(id)
  return found
}
