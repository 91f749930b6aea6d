import { downloadHar } from '../parts/download.ts'
import { ErrorNote, parts, useAction } from '../parts/parts.tsx'
import { t } from '../words/words.ts'

/** Saves the HTTP requests of a trace, or all that are kept, as a file that browsers and API clients open. */
export function SaveHar({ trace }: { trace?: string | undefined }) {
  const { busy, error, run } = useAction()
  return (
    <>
      <button
        type="button"
        className={parts.button}
        disabled={busy}
        title={t('The HTTP requests as an archive, which browsers and API clients open')}
        onClick={() => void run(() => downloadHar(trace))}
      >
        {t('Save as HAR')}
      </button>
      {error && <ErrorNote>{error}</ErrorNote>}
    </>
  )
}
