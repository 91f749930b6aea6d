import { describe, expect, it } from 'vitest'
import { bodyOf } from './body.ts'
import { foldedOf, messageOf } from './message.ts'

const read = (type: string, body: string) => bodyOf({ headers: [['Content-Type', type]], body })
const prettyOf = (type: string, body: string) => {
  const found = read(type, body)
  return found && 'pieces' in found ? found.pieces.map(({ text }) => text).join('') : undefined
}

describe('a message on the wire', () => {
  it('is taken apart, and its telling headers stand apart from the others', () => {
    const message = messageOf(
      'POST /collection/v1_0/requesttopay HTTP/1.1\nHost: localhost:4000\nX-Reference-Id: 7\nOcp-Apim-Subscription-Key: ****\n\n{"a":1}\n\n2',
    )
    expect(message).toMatchObject({
      first: 'POST /collection/v1_0/requesttopay HTTP/1.1',
      body: '{"a":1}\n\n2',
    })
    expect(message && foldedOf(message)).toEqual({
      shown: [['X-Reference-Id', '7']],
      folded: [
        ['Host', 'localhost:4000'],
        ['Ocp-Apim-Subscription-Key', '****'],
      ],
    })
    expect(messageOf('HTTP/1.1 202 Accepted')).toEqual({
      first: 'HTTP/1.1 202 Accepted',
      headers: [],
      body: '',
    })
    expect(messageOf('No answer: connect ECONNREFUSED 127.0.0.1:9')).toBeUndefined()
  })

  it('has JSON with line breaks and every number as it was sent', () => {
    const sent =
      '{"amount":12.50,"big":12345678901234567890,"who":{"id":"a\\"{"},"none":[],"all":[true,null]}'
    const shown = prettyOf('application/json', sent)
    expect(shown).toBe(
      '{\n  "amount": 12.50,\n  "big": 12345678901234567890,\n  "who": {\n    "id": "a\\"{"\n  },\n  "none": [],\n  "all": [\n    true,\n    null\n  ]\n}',
    )
    expect(
      prettyOf('application/json', '{"amount": 12.5… cut after 16384 of 20000 characters'),
    ).toBeUndefined()
    expect(prettyOf('text/plain', 'CON Pay 12.50 EUR')).toBeUndefined()
  })

  it('has a form as its fields, decoded, and XML by its elements', () => {
    expect(read('application/x-www-form-urlencoded', 'text=1%2A****&phoneNumber=%2B46733000001')).toEqual({
      fields: [
        ['text', '1*****'],
        ['phoneNumber', '+46733000001'],
      ],
    })
    expect(prettyOf('text/xml', '<?xml version="1.0"?><a><b>x y</b><c/><d></d></a>')).toBe(
      '<?xml version="1.0"?>\n<a>\n  <b>x y</b>\n  <c/>\n  <d></d>\n</a>',
    )
  })
})
