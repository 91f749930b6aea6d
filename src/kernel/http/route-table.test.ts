import { expect, it } from 'vitest'
import { RouteTable } from './route-table.ts'

const table = (owner: string, parameter: string) => {
  const made = new RouteTable<{ method: string; path: string; owner: string }>(1)
  made.add({ method: 'GET', path: '/orders', owner: `${owner} list` })
  made.add({ method: 'GET', path: `/orders/{${parameter}}`, owner })
  return made
}

it('tables of the same places find each its own, with their own names of parameters', () => {
  const [one, two, other] = [table('one', 'id'), table('two', 'id'), table('other', 'order')]
  for (let time = 0; time < 2; time += 1) {
    expect(one.find('GET', '/orders/7')).toMatchObject({ served: { owner: 'one' }, params: { id: '7' } })
    expect(two.find('HEAD', '/Orders/8/')).toMatchObject({ served: { owner: 'two' }, params: { id: '8' } })
    expect(other.find('GET', '/orders/9')).toMatchObject({
      served: { owner: 'other' },
      params: { order: '9' },
    })
    expect(two.find('GET', '/orders')?.served.owner).toBe('two list')
  }
  expect(one.find('POST', '/orders/7')).toBeUndefined()
})
