import type { ReactNode } from 'react'
import { ErrorBoundary, type FallbackProps } from 'react-error-boundary'
import { live } from '../live/live.ts'
import { useLastEvent } from '../live/use-live.ts'
import { t } from '../words/words.ts'
import { loadFailedAgain } from './lazily.ts'
import { parts } from './parts.tsx'

/**
 * A part of the page with an error boundary: an error while it is drawn, or in one of its effects, shows in its place,
 * and the rest of the page stays.
 */
export function Part({
  name,
  shows,
  quiet = false,
  children,
}: {
  /** The name in the notice: `The phone +46733000001`. */
  name: string
  /** The key of its content: if it changes, a part that failed is drawn again. */
  shows?: string | undefined
  /** Nothing stands in its place: what it shows is shown elsewhere too, with the error. */
  quiet?: boolean
  children: ReactNode
}) {
  const lastEvent = useLastEvent()
  return (
    <ErrorBoundary
      onReset={() => {
        live.forgetUnshown()
        loadFailedAgain()
      }}
      fallbackRender={(props) => (quiet ? null : <Failed name={name} {...props} />)}
      resetKeys={[shows, quiet && lastEvent]}
    >
      {children}
    </ErrorBoundary>
  )
}

function Failed({ name, error, resetErrorBoundary }: FallbackProps & { name: string }) {
  return (
    <div role="alert" className={parts.failed}>
      <p>
        {t('{name} cannot be shown: {error}', {
          name,
          error: error instanceof Error ? error.message : String(error),
        })}
      </p>
      <p>{t('Nothing is lost: the simulator goes on. The browser’s console has the details.')}</p>
      <div className={parts.row}>
        <button type="button" className={parts.button} onClick={resetErrorBoundary}>
          {t('Show it again')}
        </button>
        <button type="button" className={parts.button} onClick={() => location.reload()}>
          {t('Load the page anew')}
        </button>
      </div>
    </div>
  )
}
