import { z } from 'zod'
import { ClientError } from '../../client/index.ts'
import { phoneViewSchema } from '../../terms/sim/phone.ts'
import { read } from '../ask.ts'
import { listed, sayPhone, sayScreen } from '../say.ts'
import { phoneNumber, type Tool, tool, waitSeconds } from '../tool.ts'

/** Of one answer: a world may have thousands. */
const mostPhones = 50
const phones = z.lazy(() => phoneViewSchema.array())

export const phoneTools: readonly Tool[] = [
  tool({
    name: 'list_phones',
    title: 'List the phones',
    description:
      'The simulated handsets: number, name, mobile network, whether it is on, and what it shows. Any other number gets a phone once a payment names it.',
    input: {
      search: z.string().optional().describe('A part of a name or a number'),
      after: z.string().optional().describe('The last number of an answer: the phones after it'),
    },
    does: 'reads',
    async run({ search, after }, { port }) {
      const found = await read(port, phones, '/_sim/phones', { search, after, limit: String(mostPhones) })
      const more = found.length < mostPhones ? [] : [`There may be more: after ${found.at(-1)?.msisdn}.`]
      const text = listed([...found.map(sayPhone), ...more], 'There is no such phone.')
      return { text, data: { phones: found } }
    },
  }),
  tool({
    name: 'wait_for_prompt',
    title: 'Wait until a phone rings',
    description:
      'Waits until a payment puts a question onto this phone by itself (a push), and returns the screen. It fails where none comes in time; then the phone may have got an SMS that says which code to dial (read_sms).',
    input: { phone: phoneNumber, wait_seconds: waitSeconds(10) },
    does: 'reads',
    async run({ phone, wait_seconds }, { sim }) {
      const screen = await sim.phone(phone).prompted({ waitMs: wait_seconds * 1_000 })
      return { text: sayScreen(phone, screen), data: { screen } }
    },
  }),
  tool({
    name: 'look_at_phone',
    title: 'Look at a phone',
    description: 'What a phone shows now, without touching it.',
    input: { phone: phoneNumber },
    does: 'reads',
    async run({ phone }, { sim }) {
      const view = await sim.phone(phone).look()
      return { text: `${sayPhone(view)}\n${sayScreen(view.msisdn, view.screen)}`, data: { phone: view } }
    },
  }),
  tool({
    name: 'dial',
    title: 'Dial a code',
    description:
      "Dials a USSD code on a phone, such as *165# for the payer's own app, or the code of your app. An open session is hung up first.",
    input: { phone: phoneNumber, code: z.string().describe('Such as *165#') },
    does: 'changes',
    async run({ phone, code }, { sim }) {
      const screen = await sim.phone(phone).dial(code)
      return { text: sayScreen(phone, screen), data: { screen } }
    },
  }),
  tool({
    name: 'choose',
    title: 'Choose an option',
    description:
      'Chooses the one option of the open screen whose label contains this text, in any case, such as "approve". Where none or several do, nothing is typed, and the options are listed.',
    input: { phone: phoneNumber, option: z.string().describe('Part of a label on the screen') },
    does: 'changes',
    async run({ phone, option }, { sim }) {
      const screen = await sim.phone(phone).choose(option)
      return { text: sayScreen(phone, screen), data: { screen } }
    },
  }),
  tool({
    name: 'reply',
    title: 'Type an answer',
    description:
      "Types a text into the open screen and sends it. {{pin}} stands for this person's own PIN, as in scripts, so that it need not be known.",
    input: { phone: phoneNumber, text: z.string().describe('Such as 1, an amount, or {{pin}}') },
    does: 'changes',
    async run({ phone, text }, { sim }) {
      const handset = sim.phone(phone)
      if (text.includes('{{pin}}')) await handset.look()
      const screen = await handset.reply(
        text.includes('{{pin}}') ? text.replaceAll('{{pin}}', handset.pin) : text,
      )
      return { text: sayScreen(phone, screen), data: { screen } }
    },
  }),
  tool({
    name: 'hang_up',
    title: 'Hang up',
    description: 'Ends the open session of a phone, as its owner would.',
    input: { phone: phoneNumber },
    does: 'changes',
    async run({ phone }, { sim }) {
      const screen = await sim.phone(phone).cancel()
      return { text: sayScreen(phone, screen), data: { screen } }
    },
  }),
  tool({
    name: 'set_phone',
    title: 'Switch a phone off or on',
    description:
      'Switches a phone off or on, or moves it to another mobile network. While it is off no push reaches it and SMS wait.',
    input: {
      phone: phoneNumber,
      online: z.boolean().optional(),
      network: z.string().optional().describe("The network's code, such as 63902"),
    },
    does: 'changes',
    async run({ phone, online, network }, { sim }) {
      const handset = sim.phone(phone)
      if (online === undefined && network === undefined)
        throw new ClientError('Nothing to change. Give online, network, or both.')
      if (network !== undefined) await handset.setNetwork(network)
      if (online !== undefined) await (online ? handset.goOnline() : handset.goOffline())
      const view = await handset.look()
      return { text: sayPhone(view), data: { phone: view } }
    },
  }),
  tool({
    name: 'read_sms',
    title: 'Read SMS',
    description:
      'The SMS that a phone has received, oldest first, each with the one-time code in it, if it has one. With contains, waits for the first that matches.',
    input: {
      phone: phoneNumber,
      contains: z.string().optional(),
      after: z.number().int().min(0).optional().describe('The id of an SMS: only later ones'),
      wait_seconds: waitSeconds(0),
    },
    does: 'reads',
    async run({ phone, contains, after, wait_seconds }, { sim }) {
      const messages = await sim.phone(phone).messages({
        ...(contains === undefined ? {} : { contains }),
        ...(after === undefined ? {} : { after }),
        ...(wait_seconds === 0 ? {} : { waitMs: wait_seconds * 1_000 }),
      })
      const lines = messages.map(({ id, from, receivedAt, text }) => `${id}. ${from}, ${receivedAt}: ${text}`)
      return { text: listed(lines, `No such SMS came to ${phone}.`), data: { messages } }
    },
  }),
]
