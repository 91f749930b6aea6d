import { BlockList, isIP } from 'node:net'
import type { Told } from '../../terms/index.ts'

const linkLocal = { en: 'a link-local address', fr: 'une adresse locale au lien' }
const metadataOf = (cloud: string) => ({
  en: `the address of ${cloud}’s metadata`,
  fr: `l’adresse des métadonnées de ${cloud}`,
})

/**
 * Addresses that no callback may go to: link-local ones, and those where clouds give a machine's credentials to any
 * program on it. A merchant's callback URL is untrusted input.
 */
const refused: ReadonlyArray<readonly [address: string, prefix: number, what: Told]> = [
  ['169.254.0.0', 16, linkLocal],
  ['fe80::', 10, linkLocal],
  // AWS: instance metadata is ::254, the credentials of a pod ::23.
  ['fd00:ec2::', 32, { en: 'an address of AWS’s metadata', fr: 'une adresse des métadonnées d’AWS' }],
  ['fd20:ce::254', 128, metadataOf('Google Cloud')],
  ['168.63.129.16', 32, { en: 'the address of Azure’s platform', fr: 'l’adresse de la plateforme d’Azure' }],
  ['100.100.100.200', 32, metadataOf('Alibaba Cloud')],
  ['fd00:100::100:200', 128, metadataOf('Alibaba Cloud')],
  ['192.0.0.192', 32, metadataOf('Oracle Cloud')],
  ['fd00:c1::a9fe:a9fe', 128, metadataOf('Oracle Cloud')],
  ['fd00:42::42', 128, metadataOf('Scaleway')],
  ['fd00:a9fe:a9fe::1', 128, metadataOf('Linode')],
]

/**
 * IPv6 prefixes that embed an IPv4 address, except `::ffff:0:0/96`, which BlockList handles itself: those of translating
 * routers (RFC 6052, RFC 8215, RFC 2765), and the old compatible form. In 6to4 it comes after the prefix (RFC 3056).
 */
const embedding = ['64:ff9b::', '64:ff9b:1::', '::ffff:0:', '::']
const behind = 96
const in6to4 = 16

function hexOf(ipv4: string): string {
  const [a = 0, b = 0, c = 0, d = 0] = ipv4.split('.').map(Number)
  return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`
}

/** Made when the first address is asked about: many runs connect to none, and this takes milliseconds. */
let lists: ReadonlyArray<{ list: BlockList; what: Told }> | undefined

function madeLists() {
  return refused.map(([address, prefix, what]) => {
    const list = new BlockList()
    if (isIP(address) === 6) {
      list.addSubnet(address, prefix, 'ipv6')
      return { list, what }
    }
    list.addSubnet(address, prefix, 'ipv4')
    for (const start of embedding) list.addSubnet(start + address, behind + prefix, 'ipv6')
    list.addSubnet(`2002:${hexOf(address)}::`, in6to4 + prefix, 'ipv6')
    return { list, what }
  })
}

/** A cache of the latest results: nearly all requests go to the same few addresses. */
const answers = new Map<string, Told | undefined>()

/** Why no callback may go to an address, in words; undefined if it may. */
export function whyRefused(address: string): Told | undefined {
  if (answers.has(address)) return answers.get(address)
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
  lists ??= madeLists()
  const what = lists.find(({ list }) => list.check(address, family))?.what
  if (answers.size >= 256) answers.clear()
  answers.set(address, what)
  return what
}
