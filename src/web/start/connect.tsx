import { Suspense } from 'react'
import { ownWorld, pathHere, serverUrl, worldUrl } from '../live/base.ts'
import { panels } from '../panels.ts'
import { Part } from '../parts/part.tsx'
import { CopyButton, parts } from '../parts/parts.tsx'
import { t } from '../words/words.ts'
import styles from './connect.module.css'
import { LastErrors } from './last-errors.tsx'

/** What `payersim run` asks unless it is told another address. */
const usualServer = /^http:\/\/(127\.0\.0\.1|localhost):4000$/

function runLine(): string {
  const url = usualServer.test(serverUrl) ? '' : ` --url ${serverUrl}`
  const world = ownWorld === undefined ? '' : ` --world ${ownWorld}`
  return `npx payersim run${url}${world} -- npm test`
}

/** The first step: where this world is, its keys, a first order, and how a program of one's own gets here. */
export function Connect() {
  return (
    <div className={parts.panel}>
      <div>
        <h2>{t('Connect your app')}</h2>
        <p className={parts.lead}>
          {t('Your program asks for money here as it would ask the vendor, and a phone beside this rings.')}
        </p>
      </div>
      {panels.map(({ name, title, connect: Section }) =>
        Section ? (
          <Part key={name} name={t('The first step of {title}', { title })}>
            <Suspense fallback={<p className={parts.empty}>{t('Opening…')}</p>}>
              <Section />
            </Suspense>
          </Part>
        ) : null,
      )}
      <section className={parts.card} aria-label={t('Your own program')}>
        <h2>{t('Your own program')}</h2>
        <Copyable label={t('Base URL')} text={worldUrl} />
        <p className={parts.lead}>
          {t(
            'If its source names the vendor’s host, leave it as it is: start it with this line, and its calls come here.',
          )}
        </p>
        <Copyable label={t('Start it with')} text={runLine()} />
      </section>
      <LastErrors />
      <nav className={styles.links} aria-label={t('Documents')}>
        <a href={pathHere('/docs')}>{t('Every operation, to read and to try')}</a>
        <a href={pathHere('/openapi.json')}>{t('The same as an OpenAPI document')}</a>
        <a href={pathHere('/docs/problems')}>{t('What each error means')}</a>
      </nav>
    </div>
  )
}

function Copyable({ label, text }: { label: string; text: string }) {
  return (
    <div className={styles.copyable}>
      <span>{label}</span>
      <code>{text}</code>
      <CopyButton text={text} what={label} />
    </div>
  )
}
