import { Body, Controller, Post, Req } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase, TestClock, type TestDatabase } from '../../../test/harness.ts'
import { tinyApp } from '../../../test/tiny-app.ts'
import { InvalidInput, NotFound } from '../../kernel/domain-error.ts'
import { asId, newId, type MeetingId } from '../../kernel/id.ts'
import { LOCALES } from '../../kernel/locale.ts'
import { wordsFor } from '../i18n/i18n.ts'
import { PUBLIC, Policy } from '../policies/policy.ts'
import { FILE_LIMIT } from './file-purpose.ts'
import { readUpload, Uploads } from './read-upload.ts'
import { fileName, inspect } from './sniff.ts'
import { StoredFiles } from './stored-files.service.ts'

const PDF = Buffer.from('%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n')
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

@Controller(':locale/files')
@Policy(PUBLIC)
class Files {
  @Uploads()
  @Post('take')
  async take(@Req() request: FastifyRequest): Promise<object> {
    const { body, files } = await readUpload(request)
    return {
      body,
      files: [...files].map(([field, { name, bytes, truncated }]) => ({ field, name, size: bytes.length, truncated })),
    }
  }
  @Post('plain')
  plain(@Body() body: unknown): object {
    return { body }
  }
}

const BOUNDARY = 'between'

const part = (name: string, value: string | Buffer, filename?: string, type?: string): Buffer =>
  Buffer.concat([
    Buffer.from(
      `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"${filename === undefined ? '' : `; filename="${filename}"`}\r\n${
        type || filename !== undefined ? `content-type: ${type ?? 'application/octet-stream'}\r\n` : ''
      }\r\n`,
    ),
    Buffer.from(value),
    Buffer.from('\r\n'),
  ])

const form = (...parts: Buffer[]): Buffer => Buffer.concat([...parts, Buffer.from(`--${BOUNDARY}--\r\n`)])

const post = async (payload: Buffer | string, url = '/en/files/take', headers: Record<string, string> = {}) => {
  const app = await tinyApp([Files])
  return app.inject({
    method: 'POST',
    url,
    payload,
    headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}`, accept: 'application/json', ...headers },
  })
}

describe('a form with files', () => {
  test('that names what every object has is refused, as any form', async () => {
    expect((await post(form(part('__proto__[x]', '1')))).statusCode).toBe(400)
  })

  test('has its fields nested as in any form, and its files by field', async () => {
    const answer = await post(
      form(
        part('people[0][name]', 'Añá Ñandú'),
        part('people[0][days][]', '1'),
        part('note', PDF, 'nota.pdf', 'application/pdf'),
        part('empty', '', ''),
      ),
    )
    expect([answer.statusCode, answer.json()]).toEqual([
      201,
      {
        body: { people: [{ name: 'Añá Ñandú', days: ['1'] }] },
        files: [{ field: 'note', name: 'nota.pdf', size: PDF.length, truncated: false }],
      },
    ])
  })

  test('without files is read as any form', async () => {
    const answer = await post('a[b]=1', '/en/files/take', { 'content-type': 'application/x-www-form-urlencoded' })
    expect(answer.json()).toEqual({ body: { a: { b: '1' } }, files: [] })
  })

  test('never has more of a file held than its limit; the rest of the form is still read', async () => {
    const answer = await post(form(part('note', Buffer.alloc(FILE_LIMIT + 5, 65), 'a.pdf'), part('after', 'yes')))
    expect(answer.json()).toEqual({
      body: { after: 'yes' },
      files: [{ field: 'note', name: 'a.pdf', size: FILE_LIMIT, truncated: true }],
    })
  })

  test.each<[string, Buffer, number]>([
    ['a field named like a prototype', form(part('__proto__', '1')), 400],
    ['deep nesting', form(part(`a${'[b]'.repeat(9)}`, '1')), 400],
    ['a JSON part', form(part('a', '{"b":1}', undefined, 'application/json')), 400],
    ['no end', Buffer.concat([part('a', '1')]), 400],
    ['no part at all', Buffer.from('nothing of the kind'), 400],
    ['fields as heavy as files', form(part('a', 'x'.repeat(300 * 1024))), 413],
    [
      'many small fields that are heavy together',
      form(...Array.from({ length: 30 }, () => part('a', 'x'.repeat(10_000)))),
      413,
    ],
    ['too many files', form(...Array.from({ length: 9 }, (_, n) => part(`f${n}`, PDF, 'a.pdf'))), 413],
    ['too many fields', form(...Array.from({ length: 1100 }, (_, n) => part(`f${n}`, ''))), 413],
    ['a body that is too large as a whole', Buffer.alloc(31 * 1024 * 1024), 413],
  ])('%s is refused', async (_, payload, status) => {
    const answer = await post(payload)
    expect(answer.statusCode).toBe(status)
    expect(answer.headers['content-type']).toBe('application/problem+json')
  })

  test('without a boundary is refused', async () => {
    expect(
      (await post(form(part('a', '1')), '/en/files/take', { 'content-type': 'multipart/form-data' })).statusCode,
    ).toBe(400)
  })

  test('from another site is refused before it is read', async () => {
    expect((await post(form(part('a', '1')), '/en/files/take', { origin: 'https://evil.test' })).statusCode).toBe(403)
  })

  test('is not taken where none is expected', async () => {
    expect((await post(form(part('a', '1')), '/en/files/plain')).statusCode).toBe(415)
  })
})

describe('what a file may be', () => {
  const received = (bytes: Buffer, name = 'note.pdf') => ({ name, bytes, truncated: false })

  test.each<[string, Buffer]>([
    ['a page', Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['an image that is a program', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
    ['a program', Buffer.from('MZ\u0090\0\u0003'.padEnd(200, '\0'), 'latin1')],
    ['an archive', Buffer.from('504b0506000000000000000000000000000000000000', 'hex')],
    ['the beginning of a PDF', Buffer.from('%PDF-1.7\n1 0 obj')],
    ['words', Buffer.from('this is a PDF, believe me %%EOF')],
    ['nothing', Buffer.alloc(0)],
  ])('%s that is called note.pdf is refused at its field', async (_, bytes) => {
    expect((await inspect(received(bytes), 'note-verbale', '/note')).problem).toEqual({
      pointer: '/note',
      message: 'file.not-a-document',
    })
  })

  test('a PDF is no photo, and a picture is', async () => {
    expect((await inspect(received(PDF), 'photo', '/photo')).problem?.message).toBe('file.not-an-image')
    expect((await inspect(received(PNG, 'me.jpeg'), 'photo', '/photo')).file).toMatchObject({
      name: 'me.png',
      type: 'image/png',
    })
  })

  test('one that is too large is refused', async () => {
    const seen = await inspect({ ...received(PDF), truncated: true }, 'note-verbale', '/note')
    expect(seen.problem).toEqual({ pointer: '/note', message: 'file.too-large', params: { limit: 10 } })
  })

  test.each(['file.missing', 'file.too-large', 'file.not-a-document', 'file.not-an-image'])('%s has words', (key) => {
    for (const locale of LOCALES) expect(wordsFor(locale, `errors:${key}`, { limit: 10 })).not.toContain('file.')
  })

  test.each([
    ['nota verbal nº 7.PDF', 'nota verbal nº 7.pdf'],
    ['C:\\fakepath\\note.pdf', 'note.pdf'],
    ['../../etc/passwd', 'passwd.pdf'],
    ['invoice\u202efdp.exe', 'invoicefdp.pdf'],
    ['a\r\nset-cookie: b', 'aset-cookie: b.pdf'],
    ['', 'file.pdf'],
    ['照会.pdf', '照会.pdf'],
    ['x'.repeat(5000), `${'x'.repeat(100)}.pdf`],
  ])('%j is kept as %j', (given, kept) => {
    expect(fileName(given, 'application/pdf')).toBe(kept)
  })
})

describe('stored files', () => {
  let database: TestDatabase
  let files: StoredFiles
  const clock = new TestClock()
  const meeting: MeetingId = asId('018f0000-0000-7000-8000-000000000001')
  const by = newId<'Person'>()

  beforeAll(async () => {
    database = await freshDatabase()
    files = new StoredFiles(database, clock)
    await database.asOwner('ALTER TABLE stored_file DROP CONSTRAINT stored_file_meeting')
  })

  test('a file is read as it was kept, and is gone once it is dropped', async () => {
    const id = await database.transaction((tx) =>
      files.keep(tx, { meeting, purpose: 'note-verbale', name: 'note.pdf', bytes: PDF, by }),
    )
    const entry = {
      id,
      meeting,
      purpose: 'note-verbale',
      name: 'note.pdf',
      type: 'application/pdf',
      size: PDF.length,
      by,
    }
    expect(await files.read(id)).toEqual({ ...entry, at: clock.now(), bytes: PDF })
    expect(await files.by(by)).toEqual([{ ...entry, at: clock.now() }])
    for (const _ of [1, 2]) await database.transaction((tx) => files.drop(tx, id))
    await expect(files.read(id)).rejects.toThrow(NotFound)
  })

  test('what is not what it says it is kept by nobody', async () => {
    const kept = database.transaction((tx) =>
      files.keep(tx, {
        meeting,
        purpose: 'note-verbale',
        name: 'a.pdf',
        bytes: Buffer.from('<html>'),
        by,
        pointer: '/note',
      }),
    )
    await expect(kept).rejects.toThrow(
      new InvalidInput({ fields: [{ pointer: '/note', message: 'file.not-a-document' }] }),
    )
  })
})
