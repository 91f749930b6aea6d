import { afterEach, beforeEach, expect, it } from 'vitest'
import { ConflictError } from './errors.ts'
import { Kernel } from './kernel.ts'
import { Records } from './records.ts'

let kernel: Kernel
beforeEach(async () => {
  kernel = await Kernel.open()
})
afterEach(() => kernel.close())

it('are kept by their id, replaced, listed in the order of their making, and removed', async () => {
  const charges = new Records<{ amount: string }>('acme')
  const others = new Records<string>('other')
  await kernel.transact(async (tx) => {
    await charges.put(tx, 'b', { amount: '1.00' })
    await charges.put(tx, 'a', { amount: '2.00' })
    await charges.put(tx, 'b', { amount: '3.00' })
    await others.put(tx, 'a', 'not of acme')
  })
  await kernel.read(async (rx) => {
    expect(await charges.get(rx, 'b')).toEqual({ amount: '3.00' })
    expect(await charges.get(rx, 'c')).toBeUndefined()
    expect(await charges.list(rx)).toEqual([
      { id: 'b', value: { amount: '3.00' } },
      { id: 'a', value: { amount: '2.00' } },
    ])
  })
  expect(await kernel.transact((tx) => charges.remove(tx, 'b'))).toBe(true)
  expect(await kernel.transact((tx) => charges.remove(tx, 'b'))).toBe(false)
  expect(await kernel.read((rx) => others.get(rx, 'a'))).toBe('not of acme')
})

it('are not kept where their unit fails', async () => {
  const charges = new Records<number>('acme')
  const failing = kernel.transact(async (tx) => {
    await charges.put(tx, 'a', 1)
    throw new ConflictError('no')
  })
  await expect(failing).rejects.toThrow('no')
  expect(await kernel.read((rx) => charges.list(rx))).toEqual([])
})
