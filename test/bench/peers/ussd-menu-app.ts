import { createRequire } from 'node:module'
import express, { type Express } from 'express'
import { menu } from './menu.ts'

const UssdMenu = createRequire(import.meta.url)('ussd-menu-builder')

/** ussd-menu-builder as its README shows it: on Express, sessions in memory. */
export function ussdMenuApp(): Express {
  const app = express()
  app.post('/ussd', express.urlencoded({ extended: false }), async (request, response) => {
    const ussd = new UssdMenu()
    ussd.startState({ run: () => ussd.con(menu.main), next: { '4': 'language' } })
    ussd.state('language', { run: () => ussd.con(menu.language), next: { '0': 'main' } })
    ussd.state('main', { run: () => ussd.con(menu.main), next: { '4': 'language' } })
    response.send(await ussd.run(request.body))
  })
  return app
}
