import { describe, expect, it } from 'vitest'
import { decodeBody } from './charset.ts'

const utf16 = (text: string, order: 'be' | 'le', mark: boolean) => {
  const bytes = Buffer.from(mark ? `\ufeff${text}` : text, 'utf16le')
  return order === 'le' ? bytes : bytes.swap16()
}

describe('a body is read', () => {
  it.each([
    ['without a content type', undefined, Buffer.from('Café €')],
    ['without a charset', 'text/plain', Buffer.from('Café €')],
    ['in UTF-8', 'text/plain; charset=UTF-8', Buffer.from('Café €')],
    ['in quotes', 'text/plain;charset="utf-8"', Buffer.from('Café €')],
    ['in Windows-1252', 'text/plain; charset=windows-1252', Buffer.from('Caf\xe9 \x80', 'latin1')],
    ['in Latin-9', 'text/plain; charset=ISO-8859-15', Buffer.from('Caf\xe9 \xa4', 'latin1')],
    ['in UTF-16, marked', 'text/plain; charset=UTF-16', utf16('Café €', 'be', true)],
    ['in UTF-16, marked otherwise', 'text/plain; charset=utf-16', utf16('Café €', 'le', true)],
    ['in UTF-16 without a mark', 'text/plain; charset=UTF-16', utf16('Café €', 'be', false)],
    ['in UTF-16, little end first', 'text/plain; charset=UTF-16LE', utf16('Café €', 'le', false)],
    ['in UTF-16, big end first', 'text/plain; charset=UTF-16BE', utf16('Café €', 'be', false)],
  ])('%s', (_, contentType, bytes) => {
    expect(decodeBody(contentType, bytes)).toMatchObject({ text: 'Café €', trouble: null })
  })

  it('in ISO-8859-1', () => {
    const read = decodeBody('text/plain; charset=ISO-8859-1', Buffer.from([0x43, 0x61, 0x66, 0xe9]))
    expect(read).toEqual({ text: 'Café', charset: 'ISO-8859-1', trouble: null })
  })

  it('with its byte order mark, where that is no part of the encoding', () => {
    expect(decodeBody('text/plain', Buffer.from('\ufeffCON')).text).toBe('\ufeffCON')
  })

  it('in UTF-8 where the charset is unknown, and says so', () => {
    const read = decodeBody('text/plain; charset=utf8mb4', Buffer.from('Café'))
    expect(read).toEqual({ text: 'Café', charset: 'utf8mb4', trouble: 'unknown-charset' })
  })

  it('with what its bytes are where they are not of the encoding', () => {
    expect(decodeBody('text/plain', Buffer.from([0x43, 0xe9])).trouble).toBe('wrong-bytes')
    // The replacement character itself is a character like others.
    expect(decodeBody('text/plain', Buffer.from('\ufffd')).trouble).toBeNull()
  })
})
