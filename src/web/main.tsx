import './theme.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { ownWorld } from './live/base.ts'
import { live } from './live/live.ts'
import { Part } from './parts/part.tsx'

const page = document.getElementById('page')
if (ownWorld !== undefined) document.title = `${ownWorld} · payersim`
if (page) {
  createRoot(page).render(
    <StrictMode>
      <Part name="The page">
        <App />
      </Part>
    </StrictMode>,
  )
  void live.follow()
}
