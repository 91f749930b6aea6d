import { expect } from 'vitest'
import { type Chance, HandsetPayer, HopPayer } from './crash-payers.ts'
import { CrashServer } from './crash-server.ts'
import { CrashShop } from './crash-shop.ts'
import { Wire } from './crash-wire.ts'

export interface CrashRun {
  server: CrashServer
  shop: CrashShop
  wire: Wire
  payers: Array<HopPayer | HandsetPayer>
  hopping: HopPayer[]
}

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Payers at work while their server is killed again and again. Answers when all have finished what they began. */
export async function crashAndGoOn(file: string, kills: number, seed: number): Promise<CrashRun> {
  const chance = chanceOf(seed)
  const server = new CrashServer(file)
  const wire = new Wire(() => server.url)
  const shop = new CrashShop(wire, () => 20 + chance.next(200))
  await server.start()
  await shop.open()
  const person = (number: number) => ({ phone: `+4673310000${number}`, shop, wire, chance })
  const hopping = [1, 2, 3].map((number) => new HopPayer(person(number)))
  const payers = [...hopping, ...[4, 5].map((number) => new HandsetPayer(person(number)))]
  let over = false
  const working = payers.map(async (payer) => {
    while (!over) await payer.act()
  })
  const killing = async () => {
    for (let kill = 0; kill < kills && !over; kill++) {
      // Deliveries go on when the dead process's lease has run out: some kills wait for that, and some do not.
      if (kill % 2 === 0) {
        await shop.nextCallback(8_000)
        await sleep(chance.next(600))
      } else await sleep(50 + chance.next(1_200))
      const acknowledged = hopping.map(({ last }) => last)
      await server.kill()
      await server.start()
      await checkAudit(wire)
      for (const [index, last] of acknowledged.entries()) if (last) await hopping[index]?.checkLast(last)
    }
  }
  try {
    await Promise.all([...working, killing().finally(() => (over = true))])
    // Answers when every delivery has been attempted.
    const headers = { 'Content-Type': 'application/json' }
    await wire.send('POST', '/_sim/clock/advance', { headers, body: '{"by":"PT0S"}' })
  } catch (error) {
    over = true
    await server.kill()
    shop.close()
    throw error
  }
  return { server, shop, wire, payers, hopping }
}

export async function checkAudit(wire: Wire): Promise<void> {
  expect(JSON.parse((await wire.send('GET', '/_sim/ledger/audit')).text)).toMatchObject({
    ok: true,
    problems: [],
  })
}

/** The instants of the kills replay by their seed; what the processes do at those instants does not. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0
  return {
    next(below) {
      // A linear congruential generator (Numerical Recipes): its high bits are good enough for instants.
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return Math.floor((state / 2 ** 32) * below)
    },
  }
}
