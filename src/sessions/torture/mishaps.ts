import type { FaultPlan } from '../../client/index.ts'
import type { Scene } from '../scene.ts'
import type { StepWords } from '../schema.ts'

/** A problem just before a step, or in it. */
export interface Mishap {
  name: string
  /**
   * `none`: the script must pass as without it; `callbacks`: except for their number; `call`: where the caller asks again.
   * `may-stop`: the script may end there, but money and status must be right.
   */
  harm: 'none' | 'callbacks' | 'session' | 'call' | 'may-stop'
  /** Whether it restarts the server, which needs a data file. */
  restarts?: true
  /** Whether it can happen at this step. */
  at(step: StepWords): boolean
  befall(scene: Scene, restart: () => Promise<void>): Promise<void>
}

const onThePhone = ({ dials, chooses, types }: StepWords) =>
  dials !== undefined || chooses !== undefined || types !== undefined
const anywhere = () => true

const once =
  (point: FaultPlan['point'], action: string): Mishap['befall'] =>
  async (scene) => {
    await scene.client.faults.set([{ point, do: action, when: { first: 1 } } as FaultPlan])
  }

const whereOpen =
  (work: (scene: Scene) => Promise<unknown>): Mishap['befall'] =>
  async (scene) => {
    const view = await scene.heldPhone?.look()
    if (view?.screen?.status === 'open') await work(scene)
  }

/** All mishaps for one step. */
export function mishaps(code: string): Mishap[] {
  return [
    { name: 'the app times out', harm: 'session', at: onThePhone, befall: once('ussd-hop', 'app-time-out') },
    {
      name: 'the answer is lost',
      harm: 'session',
      at: onThePhone,
      befall: once('ussd-hop', 'dropped-answer'),
    },
    {
      name: 'the session drops',
      harm: 'session',
      at: onThePhone,
      befall: once('ussd-hop', 'dropped-session'),
    },
    {
      name: 'the payer hangs up',
      harm: 'session',
      at: anywhere,
      befall: whereOpen((scene) => scene.phone.cancel()),
    },
    {
      name: 'the payer redials',
      harm: 'session',
      at: anywhere,
      befall: whereOpen((scene) => scene.phone.dial(code)),
    },
    { name: 'the hop is repeated', harm: 'none', at: onThePhone, befall: once('ussd-hop', 'duplicated-hop') },
    {
      name: 'the server restarts',
      harm: 'none',
      restarts: true,
      at: anywhere,
      befall: (_, restart) => restart(),
    },
    { name: 'a callback is lost', harm: 'callbacks', at: anywhere, befall: once('callback', 'dropped') },
    { name: 'a callback is doubled', harm: 'callbacks', at: anywhere, befall: once('callback', 'doubled') },
  ]
}
