import { useEffect, useState } from 'react'
import type { Connect } from '../../terms/sim/connect.ts'
import { ownWorld, serverUrl, worldUrl } from '../live/base.ts'
import { control } from '../live/http.ts'
import { useConnection } from '../live/use-live.ts'
import { CopyButton, parts, Raw } from '../parts/parts.tsx'
import { language as pageLanguage, t } from '../words/words.ts'
import { Choices } from './choices.tsx'
import styles from './programs.module.css'

/** What `payersim run` asks unless it is told another address. */
const usualServer = /^http:\/\/(127\.0\.0\.1|localhost):4000$/

function runLine(): string {
  const url = usualServer.test(serverUrl) ? '' : ` --url ${serverUrl}`
  const world = ownWorld === undefined ? '' : ` --world ${ownWorld}`
  return `npx payersim run${url}${world} -- npm test`
}

/** Read once a connection, since no event changes the keys of the world file. */
function useConnects(): readonly Connect[] | undefined {
  const connection = useConnection()
  const [connects, setConnects] = useState<readonly Connect[]>()
  useEffect(() => {
    if (connection !== 'live') return
    let left = false
    const query = new URLSearchParams({ language: pageLanguage, url: worldUrl })
    control<Connect[]>('GET', `/connect?${query}`)
      .then((answer) => left || setConnects(answer))
      // Asked again once there is a connection again.
      .catch(() => undefined)
    return () => {
      left = true
    }
  }, [connection])
  return connects
}

/** How a program of one's own reaches each vendor here: base URL, keys, and a first call in several languages. */
export function Programs() {
  const connects = useConnects()
  const [vendor, setVendor] = useState<string>()
  const [language, setLanguage] = useState<string>()
  const shown = connects?.find(({ title }) => title === vendor) ?? connects?.[0]
  if (!connects || !shown) return null
  return (
    <section className={parts.card} aria-label={t('Your own program')}>
      <h2>{t('Your own program')}</h2>
      <Choices
        label={t('Vendor')}
        names={connects.map(({ title }) => title)}
        chosen={shown.title}
        choose={setVendor}
        shows="connect-vendor"
      />
      <div id="connect-vendor" role="tabpanel" aria-label={shown.title} className={styles.vendor}>
        <Keys connect={shown} />
        <FirstCall connect={shown} language={language} choose={setLanguage} />
        <Unchanged connect={shown} />
        <nav className={styles.links} aria-label={t('Documents of {title}', { title: shown.title })}>
          {shown.documents.map(({ title, url }) => (
            <a key={url} href={url} rel="noreferrer">
              {title}
            </a>
          ))}
        </nav>
      </div>
    </section>
  )
}

function Keys({ connect }: { connect: Connect }) {
  const keys = [{ name: t('Base URL'), value: connect.baseUrl }, ...connect.keys]
  return (
    <section aria-label={t('Keys of {title}', { title: connect.title })} className={styles.vendor}>
      <h3>{t('Keys, as {name}', { name: connect.as })}</h3>
      <dl className={styles.keys}>
        {keys.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <code>{value}</code>
              <CopyButton text={value} what={name} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function FirstCall({
  connect,
  language,
  choose,
}: {
  connect: Connect
  language: string | undefined
  choose: (language: string) => void
}) {
  const { programs, outcome } = connect
  const program = programs.find((one) => one.language === language) ?? programs[0]
  if (!program) return null
  return (
    <>
      <h3>{t('A first call')}</h3>
      <Choices
        label={t('Language')}
        names={programs.map((one) => one.language)}
        chosen={program.language}
        choose={choose}
        shows="connect-program"
      />
      <div id="connect-program" role="tabpanel" aria-label={program.language} className={styles.vendor}>
        <p className={parts.lead}>
          {t('Save it as')} <code>{program.file}</code>
          {t(', then')} <code>{program.run}</code>
          {'. '}
          {outcome}
        </p>
        <Raw text={program.text} label={t('A first call in {value}', { value: program.language })} />
      </div>
    </>
  )
}

/** For a program that cannot be told another address. */
function Unchanged({ connect }: { connect: Connect }) {
  const line = runLine()
  return (
    <>
      <h3>{t('Without a change')}</h3>
      <p className={parts.lead}>
        {connect.host === null
          ? t('If its source names the vendor’s host, start it with this line, and its calls come here.')
          : t('If its source names {host}, start it with this line, and its calls come here.', {
              host: connect.host,
            })}
      </p>
      <div className={styles.line}>
        <code>{line}</code>
        <CopyButton text={line} what={t('Start it with')} />
      </div>
    </>
  )
}
