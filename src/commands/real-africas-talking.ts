import { InputError } from '../kernel/index.ts'
import type { SimulatorOptions } from '../simulator/index.ts'

interface SandboxFlags {
  atSandbox?: true
  serviceCode?: string
  publicUrl?: string
}

type Real = Pick<SimulatorOptions, 'africasTalking' | 'atSandbox'>

/**
 * The options for the real Africa's Talking: SMS from the environment, USSD from flags.
 *
 * @throws InputError if only some of the values for one are given
 */
export function realAfricasTalking(flags: SandboxFlags, env: Record<string, string | undefined>): Real {
  const real: Real = {}
  const [username, apiKey] = [env.AT_USERNAME?.trim() ?? '', env.AT_API_KEY?.trim() ?? '']
  if ((username === '') !== (apiKey === '')) {
    const [set, missing] = username === '' ? ['AT_API_KEY', 'AT_USERNAME'] : ['AT_USERNAME', 'AT_API_KEY']
    throw new InputError(
      `${set} is set and ${missing} is not. Set both to send SMS by the real Africa’s Talking, or neither.`,
      { missing },
    )
  }
  if (username !== '') real.africasTalking = { username, apiKey }

  const { atSandbox, serviceCode, publicUrl } = flags
  if (atSandbox) {
    if (serviceCode === undefined) throw lacks('--service-code', "your channel there, such as '*384*44135#'")
    if (publicUrl === undefined) throw lacks('--public-url', 'what your tunnel to this port prints')
    real.atSandbox = { serviceCode, publicUrl }
  } else if (serviceCode !== undefined || publicUrl !== undefined) {
    const flag = serviceCode === undefined ? '--public-url' : '--service-code'
    throw new InputError(`${flag} goes with --at-sandbox. Add that, or leave it out.`, { flag })
  }
  return real
}

function lacks(flag: string, what: string): InputError {
  return new InputError(`--at-sandbox needs ${flag}: ${what}.`, { flag })
}
