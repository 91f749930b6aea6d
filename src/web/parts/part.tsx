import { type ReactNode, useEffect, useRef, useState } from 'react'
import { ErrorBoundary, type FallbackProps } from 'react-error-boundary'
import { live } from '../live/live.ts'
import { NotRead, useLastEvent, useLive, usePolling } from '../live/use-live.ts'
import { t } from '../words/words.ts'
import { loadFailedAgain } from './lazily.ts'
import { parts } from './parts.tsx'

const askMs = 2_000

/**
 * A part of the page with an error boundary: an error while it is drawn, or in one of its effects, shows in its place,
 * and the rest of the page stays. What could not be read is shown by itself as soon as it is.
 */
export function Part({
  name,
  shows,
  reads,
  quiet = false,
  notice = (failure) => <Notice {...failure} />,
  children,
}: {
  /** The name in the notice: `The phone +46733000001`. */
  name: string
  /** The key of its content: if it changes, a part that failed is drawn again. */
  shows?: string | undefined
  /** The path of what it shows: another answer than the one that it could not draw is drawn by itself. */
  reads?: string
  /** What stands in its place. */
  notice?: (failure: Failure) => ReactNode
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
      fallbackRender={(props) => (quiet ? null : <Failed {...{ name, reads, notice, ...props }} />)}
      resetKeys={[shows, quiet && lastEvent]}
    >
      {children}
    </ErrorBoundary>
  )
}

/** A part that cannot be drawn. */
export interface Failure {
  /** A whole sentence, with the reason. */
  said: string
  comfort: string
  /** Whether what is shown is being read again. */
  asking: boolean
  again: () => void
}

function Failed({
  name,
  reads,
  notice,
  error,
  resetErrorBoundary,
}: FallbackProps & {
  name: string
  reads: string | undefined
  notice: (failure: Failure) => ReactNode
}) {
  const [asking, setAsking] = useState(false)
  const path = error instanceof NotRead ? error.path : reads
  useOtherAnswer(path, resetErrorBoundary)
  const again = async () => {
    setAsking(true)
    await live.readAnew()
    setAsking(false)
    resetErrorBoundary()
  }
  return notice({
    said: t('{name} cannot be shown: {error}', {
      name,
      error: error instanceof Error ? error.message : String(error),
    }),
    comfort:
      path !== undefined
        ? t('The page asks again by itself.')
        : t('Nothing is lost: the simulator goes on. The browser’s console has the details.'),
    asking,
    again: () => void again(),
  })
}

/** Asks until there is another answer than at first. */
function useOtherAnswer(path: string | undefined, come: () => void): void {
  const answer = useLive<unknown>(path ?? null)
  usePolling(path ?? '', path !== undefined, askMs)
  const first = useRef(answer)
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is another function on each render
  useEffect(() => {
    if (answer !== undefined && answer !== first.current) come()
  }, [answer])
}

function Notice({ said, comfort, asking, again }: Failure) {
  return (
    <div role="alert" className={parts.failed}>
      <p>{said}</p>
      <p>{comfort}</p>
      <div className={parts.row}>
        <button type="button" className={parts.button} aria-disabled={asking} onClick={again}>
          {t('Show it again')}
        </button>
        <button type="button" className={parts.button} onClick={() => location.reload()}>
          {t('Load the page anew')}
        </button>
      </div>
    </div>
  )
}
