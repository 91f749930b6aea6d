import { matches, wish } from '../matching.ts'
import type { Scene } from '../scene.ts'
import type { StepWords } from '../schema.ts'
import { StepFailure } from '../step-failure.ts'

/** An e-mail that no step has read yet, by its subject or text; with `count`, exactly that many. */
export async function email(
  scene: Scene,
  { to, contains, from, count }: NonNullable<StepWords['email']>,
): Promise<void> {
  const { value, masked } = await scene.resolve(contains)
  const unread = (await scene.client.mailbox(to).messages()).filter(({ id }) => !scene.readEmail.has(id))
  const fitting = unread.filter(
    (one) =>
      (matches(one.subject, value) || matches(one.text, value)) && (from === undefined || one.from === from),
  )
  const found = count === undefined ? fitting.slice(0, 1) : fitting
  if (found.length !== (count ?? 1)) {
    const seen = unread.map(({ subject, text }) => JSON.stringify(`${subject}: ${text}`)).join(', ')
    const listed = seen === '' ? `no unread e-mail to ${to}` : seen
    const wished = `an unread e-mail to ${to}${from === undefined ? '' : ` from ${from}`} that ${wish(masked)}`
    throw new StepFailure({
      expected: count === undefined ? wished : `${count} times ${wished}`,
      seen: count === undefined || unread.length === 0 ? listed : `${found.length} of ${listed}`,
      path: [count === undefined ? 'contains' : 'count'],
    })
  }
  scene.readEmail = new Set([...scene.readEmail, ...found.map(({ id }) => id)])
  const last = found.at(-1)
  if (last) scene.emailCode = last.code
  for (const one of found) scene.say({ kind: 'email', from: one.from, subject: one.subject, text: one.text })
  if (count === 0) scene.say({ kind: 'checked', text: `no unread e-mail to ${to} ${wish(masked)}` })
}
