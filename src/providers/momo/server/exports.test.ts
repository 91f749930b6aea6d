import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { exportedOperationOf } from './conformance.fixture.ts'
import { exportedOperations, schemas } from './exports.fixture.ts'
import { type Operation, operationList } from './operations.ts'

/** Copies and slips of MTN's, which no client calls. */
const rubbish = [
  'GET /remittance/clone-671b0/v1_0/accountholder/msisdn/{accountHolderMSISDN}/basicuserinfo',
  'GET /remittance/v1_0/accountholder/msisdn/999{accountHolderMSISDN}999/basicuserinfo',
]

/** Places that no export has, each with its source. */
const further = {
  // MTN's SDKs for PHP and Node call it in all three products.
  'POST /disbursement/v1_0/requesttopay/{}/deliverynotification':
    'MTN-Group/MoMoAPIs_Php_sdk, tests/Integration',
  'POST /remittance/v1_0/requesttopay/{}/deliverynotification':
    'MTN-Group/MoMoAPIs_Php_sdk, tests/Integration',
}

/** Statuses of success that were measured and are not the export's. */
const measured: Readonly<Record<string, number>> = {
  // The output of MTN's notebook, MoMoOpenAPI/MoMoOpenAPI_SandBox (2024-11-10).
  CancelInvoice: 202,
}

const shape = ({ method, path }: { method: string; path: string }) =>
  `${method} ${path.replace(/\{[\w-]+\}/g, '{}')}`
const placesOf = ({ method, at }: Operation) => at.map(({ path }) => shape({ method, path }))
const exported = exportedOperations.filter(({ method, path }) => !rubbish.includes(`${method} ${path}`))
const served = operationList.flatMap(([, operation]) => placesOf(operation))

describe('the operations of MTN’s exports', () => {
  it('are 56, two of which are rubbish', () => {
    expect(exportedOperations).toHaveLength(56)
    expect(exported).toHaveLength(54)
  })

  it('are all served', () => {
    expect(exported.map(shape).filter((each) => !served.includes(each))).toEqual([])
  })

  it('are all that is served, but for the API of 2018 and what has a source of its own', () => {
    const known = [...exported.map(shape), ...Object.keys(further)]
    const own = served.filter((each) => !known.includes(each) && !each.includes(' /testpg/'))
    expect(own).toEqual([])
  })
})

describe.each(operationList)('%s', (_, operation) => {
  const places = operation.at.flatMap(({ path }) => exportedOperationOf(operation.method, path) ?? [])

  it('succeeds with the status of the export', () => {
    for (const { id, answers } of places) {
      expect([...Object.keys(answers).map(Number), measured[id]], id).toContain(operation.success)
    }
  })

  it('takes a body with the fields of the export', () => {
    for (const { id, body } of places) {
      const ours = operation.body && Object.keys((operation.body as z.ZodObject).shape).sort()
      expect(ours, id).toEqual(body && Object.keys(schemas[body].shape).sort())
    }
  })

  it('answers with no field that the export lacks', () => {
    const ours = operation.responses[operation.success]
    for (const { id, answers } of places) {
      const declared = answers[operation.success]
      if (!(ours instanceof z.ZodObject) || typeof declared !== 'string') continue
      expect(Object.keys(schemas[declared].shape), id).toEqual(
        expect.arrayContaining(Object.keys(ours.shape)),
      )
    }
  })
})
