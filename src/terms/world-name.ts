/** The name by which `/_sim/worlds` and `/w/{name}` know the world that a server begins with. */
export const defaultWorld = 'default'

/** Letters of the longest name of a world: of a label of a host name (RFC 1035). */
const longestWorldName = 63
const pattern = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/

/** What is wrong with a name for a world, in words; undefined if it is one. */
export function worldNameProblem(name: string): string | undefined {
  if (name === '') return 'is empty. Give the world a name such as suite-1'
  if (name.length > longestWorldName) return `has ${name.length} letters; ${longestWorldName} is the most`
  if (pattern.test(name)) return undefined
  return 'is no name of a world: small letters, digits and, between them, hyphens, such as suite-1'
}
