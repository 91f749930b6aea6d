import { defaultWorld } from '../../terms/sim/named-world.ts'

/** The world whose page this is, as the server says; undefined for the one that it begins with. */
export const ownWorld: string | undefined = document.documentElement.dataset.world

/** Which build of the page this is; undefined where it was not built. */
export const ownBuild: string | undefined = document.documentElement.dataset.build

/** The title of the tab: the page, in which world, and a number of things that wait for the person. */
export function titleOf(waiting: number): string {
  const name = ownWorld === undefined ? 'payersim' : `${ownWorld} · payersim`
  return waiting === 0 ? name : `(${waiting}) ${name}`
}

/** The path below which this page, its files and its world are: `/`, or `/w/suite-1/`. */
const base = new URL('.', location.href).pathname

/** The path of the server: of this page without that of its world. */
const root = base.replace(/w\/[^/]+\/$/, '')

/** A path within this world, as the server is asked for it: `/w/suite-1/_sim/clock` for `/_sim/clock`. */
export const pathHere = (path: string): string => base + path.replace(/^\//, '')

/** What comes before a path of this world on any host of the server: `/w/suite-1`, or nothing. */
export const worldPath: string = ownWorld === undefined ? '' : `/w/${ownWorld}`

/** The address of the page of a world of this server, named by the host where this page is, or else by the path. */
export function pageOf(world: string): string {
  const named = world === defaultWorld ? root : `${root}w/${world}/`
  if (ownWorld === undefined || root !== base) return named
  const host = world === defaultWorld ? 'localhost' : `${world}.localhost`
  return `${location.protocol}//${host}${location.port && `:${location.port}`}${base}`
}

/** The base URL of the server for programs; with `worldPath` after it, that of this world. A name below localhost is for browsers alone. */
export const serverUrl: string =
  ownWorld !== undefined && root === base
    ? `${location.protocol}//localhost${location.port && `:${location.port}`}`
    : (location.origin + root).replace(/\/$/, '')

/** The base URL of this world, which programs are given. */
export const worldUrl: string = serverUrl + worldPath
