import { type ComponentType, createElement, lazy } from 'react'

/** Each loads again what could not be loaded. */
const failed = new Set<() => void>()

/**
 * A part that is loaded when it is first drawn. Where that fails, as while the server is away, the error is shown in its
 * place; `loadFailedAgain` lets it be loaded anew, where `lazy` by itself keeps its first failure.
 */
export function lazily<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> {
  const make = (): ComponentType<Props> =>
    lazy(async () => {
      try {
        return { default: await load() }
      } catch (error) {
        failed.add(again)
        throw error
      }
    }) as ComponentType<Props>
  let made = make()
  const again = () => {
    made = make()
  }
  return (props) => createElement(made, props)
}

export function loadFailedAgain(): void {
  for (const again of failed) again()
  failed.clear()
}
