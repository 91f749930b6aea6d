import type { LanguageTag } from '../terms/index.ts'
import { type ProblemName, problems } from '../terms/sim/problems.ts'
import { frenchProblems } from './problems-fr.ts'

export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** A sentence of the table, in which code stands between backticks. */
const inHtml = (sentence: string) => escaped(sentence).replace(/`([^`]+)`/g, '<code>$1</code>')

const sectionsIn = (language: LanguageTag) =>
  Object.entries(problems).map(([name, { status, ...english }]) => {
    const { title, happened, next } = language === 'fr' ? frenchProblems[name as ProblemName] : english
    return `
      <section id="${name}">
        <h2><a href="#${name}">${name}</a></h2>
        <p class="title"><span>${status}</span> ${escaped(title)}</p>
        <p>${inHtml(happened)}</p>
        <p>${inHtml(next)}</p>
      </section>`
  })

const words = {
  en: {
    title: 'payersim: errors',
    heading: 'Errors of payersim',
    lead: `An error of payersim’s own routes has a <code>type</code> that ends with one of these names, and keeps its meaning. Its
        <code>detail</code> says what happened, with which value. The vendors’ APIs answer in the vendors’ words.
        Which route answers which is in <a href="../docs">the description of all APIs</a>.`,
  },
  fr: {
    title: 'payersim : erreurs',
    heading: 'Erreurs de payersim',
    lead: `Une erreur des routes de payersim lui-même a un <code>type</code> qui finit par un de ces noms, et garde son sens. Son
        <code>detail</code> dit ce qui s’est passé, avec quelle valeur. Les API des fournisseurs répondent dans leurs propres mots.
        Quelle route répond quoi se trouve dans <a href="../docs">la description de toutes les API</a>.`,
  },
}

/** What each `type` of an error means: `/docs/problems#NAME`. */
export const problemsPage = (language: LanguageTag) => `<!doctype html>
<html lang="${language}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${words[language].title}</title>
    <link rel="icon" href="data:,">
    <style>
      :root { color-scheme: light dark; --line: #d5d9de; --quiet: #59636e; --mark: #fff4c2 }
      @media (prefers-color-scheme: dark) { :root { --line: #3d444d; --quiet: #9198a1; --mark: #3a3213 } }
      body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 46rem; padding: 2rem 1rem 40vh }
      h1 { font-size: 1.6rem; margin: 0 }
      section { border-top: 1px solid var(--line); padding: .9rem .6rem; scroll-margin-top: 1rem }
      section:target { background: var(--mark) }
      h2 { font: 600 1rem/1.5 ui-monospace, monospace; margin: 0 }
      h2 a { color: inherit; text-decoration: none }
      h2 a:hover { text-decoration: underline }
      p { margin: .3rem 0; overflow-wrap: anywhere }
      code { font: .9em ui-monospace, monospace }
      .title { font-weight: 600 }
      .title span { color: var(--quiet); font-weight: 400 }
      .lead { color: var(--quiet); margin-bottom: 1.5rem }
    </style>
  </head>
  <body>
    <main>
      <h1>${words[language].heading}</h1>
      <p class="lead">
        ${words[language].lead}
      </p>${sectionsIn(language).join('')}
    </main>
  </body>
</html>
`
