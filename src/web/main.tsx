import './theme.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { titleOf } from './live/base.ts'
import { live } from './live/live.ts'
import { Replaced } from './live/replaced.tsx'
import { Part } from './parts/part.tsx'
import { t } from './words/words.ts'

const page = document.getElementById('page')
document.title = titleOf(0)
if (page) {
  createRoot(page).render(
    <StrictMode>
      <Part name={t('The page')}>
        <App />
      </Part>
      <Replaced />
    </StrictMode>,
  )
  void live.follow()
}
