import express from 'express'
import { expect, it } from 'vitest'
import { askApp } from '../kernel/http/app.fixture.ts'
import { routesUnder } from './routes-under.ts'

it('routes are laid out at the first request that they may answer, once', async () => {
  let times = 0
  const app = express()
  app.use(
    routesUnder(['orders/new', ''], (routes) => {
      times++
      routes.get('/orders/new', (_, response) => void response.send('new'))
      routes.get('/', (_, response) => void response.send('home'))
    }),
  )
  app.use(
    routesUnder(['orders'], (routes) =>
      routes.get('/orders/:id', (_, response) => void response.send('one')),
    ),
  )
  const ask = async (url: string) => {
    const { status, text } = await askApp(app, { url })
    return status === 200 ? text : status
  }
  expect(await ask('/orders/newer')).toBe('one')
  expect(await ask('/order')).toBe(404)
  expect(await ask('/o')).toBe(404)
  expect(times).toBe(0)
  expect(await ask('/Orders/New/')).toBe('new')
  expect(await ask('/orders/new?x=1')).toBe('new')
  expect(await ask('/?x=1')).toBe('home')
  expect(times).toBe(1)
  expect(await ask('/orders/17')).toBe('one')
  expect(await ask('/orders/new/17')).toBe(404)
})
