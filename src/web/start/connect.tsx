import { Suspense } from 'react'
import { pathHere } from '../live/base.ts'
import { panels } from '../panels.ts'
import { Part } from '../parts/part.tsx'
import { parts } from '../parts/parts.tsx'
import { t } from '../words/words.ts'
import styles from './connect.module.css'
import { LastErrors } from './last-errors.tsx'
import { Programs } from './programs.tsx'

/** The first step: where this world is, its keys, a first order, and how a program of one's own gets here. */
export function Connect() {
  return (
    <div className={`${parts.panel} ${parts.columns}`}>
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
      <Part name={t('Your own program')}>
        <Programs />
      </Part>
      <LastErrors />
      <nav className={styles.links} aria-label={t('Documents')}>
        <a href={pathHere('/docs')}>{t('Every operation, to read and to try')}</a>
        <a href={pathHere('/openapi.json')}>{t('The same as an OpenAPI document')}</a>
        <a href={pathHere('/docs/problems')}>{t('What each error means')}</a>
      </nav>
    </div>
  )
}
