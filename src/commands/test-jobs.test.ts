import { availableParallelism } from 'node:os'
import { expect, it } from 'vitest'
import { jobsFor } from './test-jobs.ts'

it('plays few scripts one after another, and many on all cores up to eight', () => {
  expect([0, 1, 99].map(jobsFor)).toEqual([1, 1, 1])
  const cores = availableParallelism()
  expect([100, 5000].map(jobsFor)).toEqual(cores < 8 ? [cores, cores] : [8, 8])
})
