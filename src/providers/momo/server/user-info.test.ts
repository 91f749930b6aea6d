import { describe, expect, it } from 'vitest'
import { openWorld } from './world.fixture.ts'

describe('the basic user info', () => {
  it.each(['collection', 'disbursement'])('on %s is that of the account holder', async (product) => {
    const { get } = await openWorld()
    for (const type of ['MSISDN', 'msisdn', 'Msisdn']) {
      const { status, json } = await get(`/${product}/v1_0/accountholder/${type}/46733000001/basicuserinfo`)
      expect(status).toBe(200)
      expect(json).toMatchObject({ given_name: 'Ama', locale: 'en', name: expect.stringMatching(/^Ama/) })
    }
  })

  it.each(['collection', 'disbursement', 'remittance'])(
    'of a number that nobody has met is the sandbox’s own, as recorded in %s',
    async (product) => {
      const { get } = await openWorld()
      expect(await get(`/${product}/v1_0/accountholder/msisdn/46799999999/basicuserinfo`)).toMatchObject({
        status: 200,
        headers: { 'content-length': '151' },
        text:
          '{"sub":"0","name":"Sand Box","given_name":"Sand","family_name":"Box","birthdate":"1976-08-13",' +
          '"locale":"sv_SE","gender":"MALE","updated_at":1767603600}',
      })
    },
  )

  it('may have the fields of the export', async () => {
    const { get } = await openWorld({ 'user-info-fields': 'exported' })
    expect(await get('/collection/v1_0/accountholder/msisdn/46799999999/basicuserinfo')).toMatchObject({
      status: 200,
      text:
        '{"given_name":"Sand","family_name":"Box","birthdate":"1976-08-13","locale":"sv_SE",' +
        '"gender":"MALE","status":"ACTIVE"}',
    })
    expect(await get('/remittance/v1_0/accountholder/msisdn/46799999999/basicuserinfo')).toMatchObject({
      status: 200,
      text: '{"given_name":"Sand","family_name":"Box","birthdate":"1976-08-13","locale":"sv_SE","status":"ACTIVE"}',
    })
  })

  it.each([
    'email/nobody@example.com',
    'party_code/6f1c2b1e-0000-4000-8000-000000000001',
    'id/17',
    'alias/ama',
  ])('knows nobody as %s', async (who) => {
    const { get } = await openWorld()
    expect(await get(`/collection/v1_0/accountholder/${who}/basicuserinfo`)).toMatchObject({
      status: 404,
      json: { code: 'RESOURCE_NOT_FOUND' },
    })
  })

  it.each(['name/ama', 'msisdn/ama', 'email/ama', 'id/ama'])('refuses %s', async (who) => {
    const { get } = await openWorld()
    expect(await get(`/collection/v1_0/accountholder/${who}/basicuserinfo`)).toMatchObject({
      status: 400,
      text: '',
    })
  })

  it('is by number only on remittance, and not on the routes of 2018', async () => {
    const { get } = await openWorld()
    for (const path of [
      '/remittance/v1_0/accountholder/email/ama@example.com/basicuserinfo',
      '/testpg/v1_0/accountholder/msisdn/46733000001/basicuserinfo',
    ]) {
      expect(await get(path)).toMatchObject({ status: 404, json: { statusCode: 404 } })
    }
  })
})
