import { Command } from 'cmdk'
import { useEffect, useRef, useState } from 'react'
import type { ClockView } from '../../terms/sim/clock.ts'
import type { Payments } from '../../terms/sim/payment.ts'
import type { PhoneView } from '../../terms/sim/phone.ts'
import type { RecordingView } from '../../terms/sim/recording.ts'
import type { ListedSnapshot } from '../../terms/sim/snapshot.ts'
import { advanceClock, setClock, toNextDeadline } from '../controls/clock.tsx'
import { pathHere, worldUrl } from '../live/base.ts'
import { live } from '../live/live.ts'
import { useLive, useSettled } from '../live/use-live.ts'
import { ErrorNote, useAction } from '../parts/parts.tsx'
import { states, sumIn } from '../payments/words.ts'
import { showPhone } from '../phones/show-phone.ts'
import { addressOf } from '../route.ts'
import { t } from '../words/words.ts'
import styles from './palette.module.css'
import type { Views } from './tabs.tsx'

/** As many of phones and payments as one looks through. */
const most = 6
/** Words that stand for a phone as such. */
const ofPhone = ['phone', 'dial']

interface Offer {
  id: string
  words: string
  /** What stands at its end, small. */
  note?: string
  /** More words by which it is found. */
  also?: string
  act: () => unknown
  /** It goes on to another question. */
  stays?: boolean
}

/** What is asked next: a name for what begins, or whether it is meant. */
type Question = 'take-snapshot' | 'record' | 'reset'

const prompts: Record<Question, string> = {
  'take-snapshot': t('Name of the snapshot, such as before-lunch'),
  record: t('Name of the script, such as pay-order'),
  reset: t('Back to the world file: are you sure?'),
}

/** Finds a view, a phone or a payment by its words, and does what the controls do. */
export default function Palette({
  views,
  close,
  showShortcuts,
}: {
  views: Views
  close: () => void
  showShortcuts: () => void
}) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [words, setWords] = useState('')
  const [question, setQuestion] = useState<Question>()
  const { busy, error, run } = useAction()
  const groups = useGroups({ words, views, showShortcuts, ask: setQuestion })
  useEffect(() => {
    dialog.current?.showModal()
    // Else the first that may have the focus has it: the box around the field.
    dialog.current?.querySelector('input')?.focus()
  }, [])
  const [chosen, setChosen] = useState('')
  const answers = question === undefined ? undefined : answersTo(question, words.trim())
  const shown = answers === undefined ? groups : [{ heading: t('Answer'), offers: answers }]
  const offered = shown.flatMap(({ offers }) => offers)
  // Other words offer something else: Enter then does the first of it.
  const current = (offered.find(({ id }) => id === chosen) ?? offered[0])?.id ?? ''
  const choose = async ({ act, stays }: Offer) => {
    setWords('')
    if (stays) return act()
    // The dialog gives the focus back as it closes; what is chosen may then move it on.
    const acted = await run(async () => {
      const done = act()
      if (done instanceof Promise) await done
    })
    if (acted) dialog.current?.close()
  }
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it, as the browser does
    <dialog
      ref={dialog}
      className={styles.palette}
      aria-label={t('Search or do')}
      onClose={close}
      onClick={({ target }) => target === dialog.current && dialog.current.close()}
    >
      <Command label={t('Search or do')} shouldFilter={false} loop value={current} onValueChange={setChosen}>
        <Command.Input
          className={styles.input}
          placeholder={
            question === undefined ? t('A view, a phone, a payment, or what to do') : prompts[question]
          }
          value={words}
          onValueChange={(typed) => {
            setWords(typed)
            setChosen('')
          }}
        />
        {error && <ErrorNote>{error}</ErrorNote>}
        <Command.List className={styles.list}>
          <Command.Empty className={styles.empty}>{t('Nothing goes by these words.')}</Command.Empty>
          {shown.map(
            ({ heading, offers }) =>
              offers.length > 0 && (
                <Command.Group key={heading} heading={heading}>
                  {offers.map((offer) => (
                    <Command.Item
                      key={offer.id}
                      value={offer.id}
                      disabled={busy}
                      onSelect={() => void choose(offer)}
                    >
                      <span dir="auto">{offer.words}</span>
                      {offer.note !== undefined && <span className={styles.note}>{offer.note}</span>}
                    </Command.Item>
                  ))}
                </Command.Group>
              ),
          )}
        </Command.List>
      </Command>
    </dialog>
  )

  function answersTo(asked: Question, name: string): Offer[] {
    const keep: Offer = { id: 'keep', words: t('Keep it'), act: () => undefined }
    if (asked === 'reset')
      return [
        keep,
        { id: 'reset', words: t('Yes, forget everything'), act: () => live.act('POST', '/reset', {}) },
      ]
    if (name === '') return []
    if (asked === 'record')
      return [
        {
          id: 'start',
          words: t('Start recording {name}', { name }),
          act: () => live.act('POST', '/recordings', { name }),
        },
      ]
    return [
      {
        id: 'take',
        words: t('Take the snapshot {name}', { name }),
        act: () => live.act('POST', '/snapshots', { name }),
      },
    ]
  }
}

function useGroups({
  words,
  views,
  showShortcuts,
  ask,
}: {
  words: string
  views: Views
  showShortcuts: () => void
  ask: (question: Question) => void
}): Array<{ heading: string; offers: Offer[] }> {
  const clock = useLive<ClockView>('/clock')
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean)
  const code = /^\*[\d*]+#?$/.test(words.trim()) ? words.trim() : undefined
  const settled = useSettled(words.trim())
  // What the server found for other words is not offered: Enter would take it.
  const isSettled = settled === words.trim()
  const asked = settled
    .split(/\s+/)
    .filter((word) => !ofPhone.some((own) => own.startsWith(word.toLowerCase())))
  const search = code === undefined ? asked.join(' ') : ''
  const phones = useLive<PhoneView[]>(`/phones?${new URLSearchParams({ limit: String(most), search })}`) ?? []
  const snapshots = useLive<ListedSnapshot[]>('/snapshots') ?? []
  const recordings = useLive<RecordingView[]>('/recordings') ?? []
  // All of them are no help to who has not yet said which.
  const payments =
    useLive<Payments>(
      settled === '' ? null : `/payments?${new URLSearchParams({ limit: String(most), search: settled })}`,
    )?.payments ?? []
  const found = ({ words: said, note = '', also = '' }: Offer) => {
    const text = `${said} ${note} ${also}`.toLowerCase()
    return wanted.every((word) => text.includes(word))
  }
  const go = (view: string) => () => {
    location.hash = addressOf(view)
  }
  const begins = (id: Question, said: string): Offer => ({ id, words: said, act: () => ask(id), stays: true })

  const ofPayments = payments.map(
    (one): Offer => ({
      id: one.id,
      words: `${sumIn(one)} ${one.person ?? one.phone ?? ''}`.trim(),
      note: `${states[one.state].words} · ${one.merchant.name}`,
      act: go(`payments/${encodeURIComponent(one.id)}`),
    }),
  )
  const ofPhones = phones.map(
    ({ msisdn, name }): Offer => ({
      id: msisdn,
      words: name ?? msisdn,
      note: name === null ? t('Phone') : msisdn,
      act: () => showAfterwards(msisdn),
    }),
  )
  const dialled =
    code === undefined
      ? []
      : phones.map(
          ({ msisdn, name }): Offer => ({
            id: `dial ${msisdn}`,
            words: t('Dial {code} on the phone of {name}', { code, name: name ?? msisdn }),
            act: async () => {
              await live.act('POST', `/phones/${encodeURIComponent(msisdn)}/dial`, {
                code: code.endsWith('#') ? code : `${code}#`,
              })
              showAfterwards(msisdn)
            },
          }),
        )
  const ofViews = Object.entries({ phones: { title: t('Phones') }, ...views }).map(
    ([name, { title }]): Offer => ({ id: `view ${name}`, words: title, note: t('View'), act: go(name) }),
  )
  const frozen = clock?.mode === 'frozen'
  const toDo: Offer[] = [
    {
      id: 'mode',
      words: frozen ? t('Run the clock') : t('Freeze the clock'),
      act: () => setClock(frozen ? 'run' : 'freeze'),
    },
    {
      id: '30s',
      words: t('Move the clock by 30 seconds'),
      also: 'advance',
      act: () => advanceClock('PT30S'),
    },
    { id: '5min', words: t('Move the clock by 5 minutes'), also: 'advance', act: () => advanceClock('PT5M') },
    { id: 'next', words: t('Move the clock to the next deadline'), also: 'advance', act: toNextDeadline },
    begins('take-snapshot', t('Take a snapshot…')),
    ...snapshots
      .filter(({ takenAt }) => takenAt !== null)
      .map(
        ({ name }): Offer => ({
          id: `restore ${name}`,
          words: t('Restore the snapshot {name}', { name }),
          act: () => live.act('POST', `/snapshots/${encodeURIComponent(name)}/restore`, {}),
        }),
      ),
    begins('record', t('Start recording…')),
    ...recordings
      .filter(({ stoppedAt }) => stoppedAt === null)
      .map(
        ({ name }): Offer => ({
          id: `stop ${name}`,
          words: t('Stop recording {name}', { name }),
          act: () => live.act('POST', `/recordings/${encodeURIComponent(name)}/stop`, {}),
        }),
      ),
    begins('reset', t('Reset the world…')),
    {
      id: 'copy',
      words: t('Copy the base URL'),
      note: worldUrl,
      act: () => navigator.clipboard.writeText(worldUrl),
    },
    {
      id: 'docs',
      words: t('Open the documents of the API'),
      also: 'docs openapi',
      act: () => location.assign(pathHere('/docs')),
    },
    { id: 'keys', words: t('Show all shortcuts'), also: 'keyboard', act: showShortcuts },
  ]
  return [
    { heading: t('Dial'), offers: dialled },
    { heading: t('Views'), offers: ofViews.filter(found) },
    { heading: t('Phones'), offers: isSettled && code === undefined ? ofPhones : [] },
    { heading: t('Payments'), offers: isSettled && wanted.length > 0 ? ofPayments : [] },
    { heading: t('Do'), offers: toDo.filter(found) },
  ]
}

/** The closing dialog gives the focus back first. */
const showAfterwards = (msisdn: string) => void setTimeout(() => showPhone(msisdn))
