/** A machine from its definition; {@link Coverage} counts how much of it was seen. */
export interface MachineOutline {
  name: string
  states: readonly string[]
  transitions: ReadonlyArray<{ id: string; from: string; event: string; when: string; to: string }>
}

/** Collects what the machines did during the walk. */
export class Coverage {
  readonly #seen = new Map<string, { states: Set<string>; transitions: Set<string> }>()

  see({
    machine,
    state,
    transitions = [],
  }: {
    machine: string
    state: string
    transitions?: string[]
  }): void {
    const seen = this.#of(machine)
    seen.states.add(state)
    for (const id of transitions) seen.transitions.add(id)
  }

  /** How much of a machine was seen, and what was not. */
  reading({ name, states, transitions }: MachineOutline) {
    const seen = this.#of(name)
    return {
      name,
      states: states.length,
      transitions: transitions.length,
      unseenStates: states.filter((state) => !seen.states.has(state)),
      unseenTransitions: transitions.filter(({ id }) => !seen.transitions.has(id)),
    }
  }

  #of(machine: string) {
    const seen = this.#seen.get(machine) ?? { states: new Set<string>(), transitions: new Set<string>() }
    this.#seen.set(machine, seen)
    return seen
  }
}
