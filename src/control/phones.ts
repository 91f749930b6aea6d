import { InputError, type Kernel, type Rx } from '../kernel/index.ts'
import type { Network } from '../network/index.ts'
import { type ControlRoute, controlRoute } from '../providers/index.ts'
import { type Message, messagesQuery, type SentSms, type SmsThread, sendBody } from '../terms/sim/message.ts'
import {
  chooseBody,
  dialBody,
  type PhoneNews,
  type PhoneView,
  phoneBody,
  phoneQuery,
  phonesQuery,
  replyBody,
  type Screen,
} from '../terms/sim/phone.ts'
import { emptyBody } from '../terms/sim/requests.ts'
import { json } from './answers.ts'

/** `/phones`: handsets, as the people who hold them use them. */
export const phoneRoutes = (
  kernel: Kernel,
  network: Network,
  newsOf: (rx: Rx, phone: PhoneView) => Promise<PhoneNews>,
): ControlRoute[] => [
  controlRoute({
    operation: 'listPhones',
    method: 'GET',
    path: '/phones',
    query: phonesQuery,
    answer: async ({ query: { open, news, ...wanted } }) =>
      json<PhoneView[]>(
        await kernel.read(async (rx) => {
          const phones = await network.phones(rx, { ...wanted, open: open === 'true' || undefined })
          if (news !== 'true') return phones
          const told: PhoneView[] = []
          for (const phone of phones) told.push({ ...phone, news: await newsOf(rx, phone) })
          return told
        }),
      ),
  }),
  controlRoute({
    operation: 'getPhone',
    method: 'GET',
    path: '/phones/{msisdn}',
    query: phoneQuery,
    async answer({ params: { msisdn }, query: { waitMs }, gone }) {
      const look = (rx: Rx) => network.phone(rx, msisdn)
      const open = async (rx: Rx) => {
        const phone = await look(rx)
        return phone.screen?.status === 'open' ? phone : undefined
      }
      return json<PhoneView>((await kernel.waitFor(open, waitMs, gone())) ?? (await kernel.read(look)))
    },
  }),
  controlRoute({
    operation: 'changePhone',
    method: 'PATCH',
    path: '/phones/{msisdn}',
    body: phoneBody,
    async answer({ params: { msisdn }, body: { online, network: code } }) {
      if (online === undefined && code === undefined)
        throw new InputError(
          'Nothing to change: give online, network or both.',
          {},
          { problem: 'nothing-to-change' },
        )
      if (code !== undefined) await network.setNetwork(msisdn, code)
      if (online !== undefined) await network.setOnline(msisdn, online)
      return json<PhoneView>(await kernel.read((rx) => network.phone(rx, msisdn)))
    },
  }),
  controlRoute({
    operation: 'dialPhone',
    method: 'POST',
    path: '/phones/{msisdn}/dial',
    body: dialBody,
    answer: async ({ params: { msisdn }, body: { code } }) => json<Screen>(await network.dial(msisdn, code)),
  }),
  controlRoute({
    operation: 'replyOnPhone',
    method: 'POST',
    path: '/phones/{msisdn}/reply',
    body: replyBody,
    answer: async ({ params: { msisdn }, body: { text } }) => json<Screen>(await network.reply(msisdn, text)),
  }),
  controlRoute({
    operation: 'chooseOnPhone',
    method: 'POST',
    path: '/phones/{msisdn}/choose',
    body: chooseBody,
    answer: async ({ params: { msisdn }, body: { label } }) =>
      json<Screen>(await network.choose(msisdn, label)),
  }),
  controlRoute({
    operation: 'hangUpPhone',
    method: 'POST',
    path: '/phones/{msisdn}/cancel',
    body: emptyBody,
    answer: async ({ params: { msisdn } }) => json<Screen>(await network.cancel(msisdn)),
  }),
  controlRoute({
    operation: 'listMessages',
    method: 'GET',
    path: '/phones/{msisdn}/messages',
    query: messagesQuery,
    async answer({ params: { msisdn }, query: { waitMs, after, contains }, gone }) {
      const query = { after, ...(contains === undefined ? {} : { contains }) }
      const some = async (rx: Rx) => {
        const messages = await network.messages(rx, msisdn, query)
        return messages.length > 0 ? messages : undefined
      }
      return json<Message[]>((await kernel.waitFor(some, waitMs, gone())) ?? [])
    },
  }),
  controlRoute({
    operation: 'sendMessage',
    method: 'POST',
    path: '/phones/{msisdn}/messages',
    body: sendBody,
    answer: async ({ params: { msisdn }, body }) =>
      json<SentSms>(await network.sendFromHandset(msisdn, body), 201),
  }),
  controlRoute({
    operation: 'listThreads',
    method: 'GET',
    path: '/phones/{msisdn}/threads',
    answer: async ({ params: { msisdn } }) =>
      json<SmsThread[]>(await kernel.read((rx) => network.threads(rx, msisdn))),
  }),
]
