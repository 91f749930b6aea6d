/** The payer of what `payersim init` writes. */
export interface Payer {
  name: string
  environment: string
  phone: string
  pin: string
  currency: string
  /** What is paid, what the payer has before, and after. */
  price: string
  before: string
  after: string
}

/** The environments of MTN's in which the built-in world has a shop, each with its first currency. */
export async function environmentsThere(): Promise<ReadonlyMap<string, string>> {
  const { builtInWorld } = await import('../../control/index.ts')
  const { environments, momo } = builtInWorld
  const names = new Set(momo.apiUsers.map(({ targetEnvironment }) => targetEnvironment))
  return new Map([...names].map((name) => [name, environments[name]?.currencies[0] ?? '']))
}

/** A payer of an environment, with a number of its country. */
export async function payerOf(environment: string): Promise<Payer> {
  const [{ builtInWorld }, { exponentOf }, { default: numbers }, { getExampleNumber }] = await Promise.all([
    import('../../control/index.ts'),
    import('../../kernel/index.ts'),
    import('libphonenumber-js/mobile/examples'),
    import('libphonenumber-js'),
  ])
  const { currencies = [], country = 'SE' } = builtInWorld.environments[environment] ?? {}
  const [currency = 'EUR'] = currencies
  const phone = getExampleNumber(country as 'SE', numbers)?.number ?? '+46701234567'
  const amounts =
    exponentOf(currency) === 0
      ? { price: '1250', before: '50000', after: '48750' }
      : { price: '12.50', before: '500.00', after: '487.50' }
  return { name: 'Ama', environment, phone, pin: '2468', currency, ...amounts }
}
