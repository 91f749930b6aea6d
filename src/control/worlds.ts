import { type ControlRoute, controlRoute } from '../providers/index.ts'
import { type NamedWorld, type NewWorld, newWorldBody } from '../terms/sim/named-world.ts'
import { json, noContent } from './answers.ts'

/** The worlds of a server by their names, beside the one that it begins with. */
export interface WorldsByName {
  /**
   * @throws InputError for what cannot be a world, or its name
   * @throws NotFoundError for a world to copy that is not there
   * @throws ConflictError for a name that is taken, and where there are as many worlds as may be
   */
  open(wanted: NewWorld): Promise<NamedWorld>
  list(): Promise<NamedWorld[]>
  /** @throws NotFoundError */
  find(name: string): Promise<NamedWorld>
  /** @throws NotFoundError */
  end(name: string): Promise<void>
}

/** `/worlds`: worlds by name. What is in one answers below `/w/{name}`. */
export const worldsRoutes = (worlds: WorldsByName): ControlRoute[] => [
  controlRoute({
    operation: 'listWorlds',
    method: 'GET',
    path: '/worlds',
    answer: async () => json<NamedWorld[]>(await worlds.list()),
  }),
  controlRoute({
    operation: 'openWorld',
    method: 'POST',
    path: '/worlds',
    body: newWorldBody,
    answer: async ({ body }) => json<NamedWorld>(await worlds.open(body), 201),
  }),
  controlRoute({
    operation: 'getNamedWorld',
    method: 'GET',
    path: '/worlds/{name}',
    answer: async ({ params: { name } }) => json<NamedWorld>(await worlds.find(name)),
  }),
  controlRoute({
    operation: 'endWorld',
    method: 'DELETE',
    path: '/worlds/{name}',
    async answer({ params: { name } }) {
      await worlds.end(name)
      return noContent
    },
  }),
]
