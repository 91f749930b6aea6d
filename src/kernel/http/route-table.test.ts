import { expect, it } from 'vitest'
import { RouteTable } from './route-table.ts'

const table = (owner: string, parameter: string) => {
  const served = [
    { method: 'GET', path: '/orders', owner: `${owner} list` },
    { method: 'GET', path: `/orders/{${parameter}}`, owner },
  ]
  return new RouteTable(1, served, () => {})
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

it('tells of a place that is served twice, each time, and leads to the first', () => {
  const served = [
    { method: 'GET', path: '/orders/{id}', owner: 'first' },
    { method: 'POST', path: '/orders/{id}', owner: 'other' },
    { method: 'GET', path: '/Orders/{order}/', owner: 'again' },
  ]
  for (let time = 0; time < 2; time += 1) {
    const told: string[] = []
    const table = new RouteTable(1, served, (again, first) => told.push(`${again.owner}, ${first.owner}`))
    expect(told).toEqual(['again, first'])
    expect(table.find('GET', '/orders/7')).toMatchObject({ number: 0, params: { id: '7' } })
    expect(table.find('POST', '/orders/7')).toMatchObject({ number: 1 })
  }
})
