import { parts } from '../parts/parts.tsx'
import { chooseLanguage, type LanguageTag, language, languages } from '../words/words.ts'

/** The language of the page: each is named in itself, so that who reads no other finds it. */
export function LanguageChoice() {
  return (
    <section className={parts.card} aria-label="Language · Langue">
      <h2>Language · Langue</h2>
      <div className={parts.row}>
        {Object.entries(languages).map(([tag, name]) => (
          <button
            key={tag}
            type="button"
            lang={tag}
            className={parts.button}
            aria-pressed={tag === language}
            onClick={() => chooseLanguage(tag as LanguageTag)}
          >
            {name}
          </button>
        ))}
      </div>
    </section>
  )
}
