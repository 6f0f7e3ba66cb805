import { deflateRawSync } from 'node:zlib'
import { crc32 } from 'node:zlib'

/** A request body as it comes over the wire. */
export interface HostileBody {
  name: string
  type: string | undefined
  body: Buffer
  headers?: Readonly<Record<string, string>>
}

const FORM = 'application/x-www-form-urlencoded'
const JSON_TYPE = 'application/json'
const BOUNDARY = 'between'
const MULTIPART = `multipart/form-data; boundary=${BOUNDARY}`

const raw = (
  name: string,
  type: string | undefined,
  body: string | Buffer,
  headers?: HostileBody['headers'],
): HostileBody => ({
  name,
  type,
  body: Buffer.from(body as string),
  ...(headers && { headers }),
})

const part = (headers: string, body: string): string => `--${BOUNDARY}\r\n${headers}\r\n\r\n${body}\r\n`
const disposition = (name: string, file?: string): string =>
  `Content-Disposition: form-data; name="${name}"${file === undefined ? '' : `; filename="${file}"`}`

/** Bodies that no form and no program of ours sends. Whatever the route, they change nothing and break nothing. */
export const BODIES: readonly HostileBody[] = [
  raw('form of 10 MB', FORM, `names[givenNames]=${'a'.repeat(10_000_000)}`),
  raw('JSON of 10 MB', JSON_TYPE, `{"a":"${'a'.repeat(10_000_000)}"}`),
  raw('form nested too deep', FORM, `a${'[b]'.repeat(200)}=1`),
  raw('JSON nested too deep', JSON_TYPE, `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`),
  raw('JSON list nested too deep', JSON_TYPE, '['.repeat(50_000)),
  raw('form with too many fields', FORM, Array.from({ length: 5_000 }, (_, n) => `f${n}=1`).join('&')),
  raw('form with one field too often', FORM, 'code=1&'.repeat(3_000)),
  raw('form with a sparse list', FORM, 'days[999999999]=1&days[-1]=2'),
  raw('form with __proto__', FORM, '__proto__[polluted]=1&constructor[prototype][polluted]=1'),
  raw('JSON with __proto__', JSON_TYPE, '{"__proto__":{"polluted":true}}'),
  raw('JSON with constructor', JSON_TYPE, '{"constructor":{"prototype":{"polluted":true}}}'),
  raw('JSON that is cut', JSON_TYPE, '{"a":'),
  raw('JSON with a comma too many', JSON_TYPE, '{"a":1,}'),
  raw('JSON with a key twice', JSON_TYPE, '{"email":"a@example.org","email":["b"]}'),
  raw('JSON null', JSON_TYPE, 'null'),
  raw('JSON list', JSON_TYPE, '[]'),
  raw('JSON number', JSON_TYPE, '1e999'),
  raw('JSON text', JSON_TYPE, '"text"'),
  raw('JSON with NUL', JSON_TYPE, '{"a":"\\u0000"}'),
  raw('JSON with a surrogate', JSON_TYPE, '{"a":"\\ud800"}'),
  raw('JSON that is not UTF-8', JSON_TYPE, Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xff, 0xfe, 0x22, 0x7d])),
  raw('JSON with a byte order mark', JSON_TYPE, '\ufeff{"a":1}'),
  raw('JSON in UTF-16', `${JSON_TYPE}; charset=utf-16`, Buffer.from('{"a":1}', 'utf16le')),
  raw('form that is not UTF-8', FORM, 'names[givenNames]=%ff%fe%80'),
  raw('form with broken escapes', FORM, 'a=%&b=%zz&%u0041=1'),
  raw('form with half a name', FORM, 'names[givenNames=1&names]given[=2'),
  raw('nothing, as a form', FORM, ''),
  raw('nothing, as JSON', JSON_TYPE, ''),
  raw('a form called JSON', JSON_TYPE, 'a=1'),
  raw('JSON called a form', FORM, '{"a":1}'),
  raw('XML', 'application/xml', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'),
  raw('plain text', 'text/plain', 'a=1'),
  raw('no type', undefined, 'a=1'),
  raw('a type that is none', ';;;', 'a=1'),
  raw('a very long type', `application/${'x'.repeat(5_000)}`, 'a=1'),
  raw('compressed', JSON_TYPE, deflateRawSync('{"a":1}'), { 'content-encoding': 'gzip' }),
  raw('multipart without a boundary', 'multipart/form-data', part(disposition('a'), '1')),
  raw('multipart without an end', MULTIPART, part(disposition('a'), '1')),
  raw('multipart of another boundary', MULTIPART, '--other\r\n\r\n1\r\n--other--'),
  raw('multipart with a thousand parts', MULTIPART, `${part(disposition('a'), '1').repeat(2_000)}--${BOUNDARY}--`),
  raw('multipart with __proto__', MULTIPART, `${part(disposition('__proto__[x]'), '1')}--${BOUNDARY}--`),
  raw('multipart with a header too long', MULTIPART, `${part(`X: ${'x'.repeat(100_000)}`, '1')}--${BOUNDARY}--`),
  raw(
    'multipart with a path as file name',
    MULTIPART,
    `${part(disposition('file', '../../../etc/passwd'), 'x')}--${BOUNDARY}--`,
  ),
  raw(
    'multipart in multipart',
    MULTIPART,
    `${part(`${disposition('a')}\r\nContent-Type: multipart/mixed; boundary=x`, '--x')}--${BOUNDARY}--`,
  ),
]

/** A file that somebody hands in. */
export interface HostileFile {
  name: string
  fileName: string
  bytes: Buffer
}

/** An archive of one file that unpacks to `size` zeros: small on the wire. */
const zipBomb = (entry: string, size: number): Buffer => {
  const packed = deflateRawSync(Buffer.alloc(size), { level: 9 })
  const name = Buffer.from(entry)
  const crc = crc32(Buffer.alloc(size))
  const local = Buffer.alloc(30)
  local.writeUInt32LE(0x04034b50, 0)
  local.writeUInt16LE(20, 4)
  local.writeUInt16LE(8, 8)
  local.writeUInt32LE(crc, 14)
  local.writeUInt32LE(packed.length, 18)
  local.writeUInt32LE(size, 22)
  local.writeUInt16LE(name.length, 26)
  const central = Buffer.alloc(46)
  central.writeUInt32LE(0x02014b50, 0)
  central.writeUInt16LE(20, 4)
  central.writeUInt16LE(20, 6)
  central.writeUInt16LE(8, 10)
  central.writeUInt32LE(crc, 16)
  central.writeUInt32LE(packed.length, 20)
  central.writeUInt32LE(size, 24)
  central.writeUInt16LE(name.length, 28)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(1, 8)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(central.length + name.length, 12)
  end.writeUInt32LE(local.length + name.length + packed.length, 16)
  return Buffer.concat([local, name, packed, central, name, end])
}

const PDF = '%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n'

/** Files that are not what they say: none is taken for a document, a photo or a table. */
export const FILES: readonly HostileFile[] = [
  { name: 'a page called PDF', fileName: 'note.pdf', bytes: Buffer.from('<!doctype html><script>alert(1)</script>') },
  { name: 'the beginning of a PDF', fileName: 'note.pdf', bytes: Buffer.from('%PDF-1.7\n') },
  { name: 'an image that is a program', fileName: 'photo.svg', bytes: Buffer.from('<svg onload="alert(1)"/>') },
  { name: 'a program', fileName: 'note.pdf.exe', bytes: Buffer.from('MZ'.padEnd(300, '\0')) },
  { name: 'an empty file', fileName: 'note.pdf', bytes: Buffer.alloc(0) },
  { name: 'a bomb as XLSX', fileName: 'people.xlsx', bytes: zipBomb('xl/worksheets/sheet1.xml', 300_000_000) },
  { name: 'a ZIP as XLSX', fileName: 'people.xlsx', bytes: zipBomb('readme.txt', 10) },
  { name: 'a ZIP that leaves its folder', fileName: 'people.xlsx', bytes: zipBomb('../../../etc/passwd', 10) },
  { name: 'half a ZIP', fileName: 'people.xlsx', bytes: zipBomb('xl/workbook.xml', 1_000).subarray(0, 60) },
  { name: 'an old workbook', fileName: 'people.xls', bytes: Buffer.from('d0cf11e0a1b11ae1'.padEnd(1024, '0'), 'hex') },
  { name: 'a page and a GIF at once', fileName: 'photo.gif', bytes: Buffer.from('GIF89a/*<script>*/=1;alert(1)') },
  { name: 'a script as CSV with NUL', fileName: 'people.csv', bytes: Buffer.from('name\0\r\n\0\0\0') },
]

/** A sound PDF under names that are not: what is kept is called something harmless, or refused. */
export const FILE_NAMES: readonly HostileFile[] = [
  '../../../etc/passwd',
  'C:\\windows\\win.ini',
  'a\r\nSet-Cookie: x=y.pdf',
  'note\u202efdp.exe',
  `${'x'.repeat(5_000)}.pdf`,
  '"; filename="evil.html',
  '<script>alert(1)</script>.pdf',
  '\0.pdf',
  '.',
  'CON',
].map((fileName) => ({
  name: `a PDF called ${JSON.stringify(fileName.slice(0, 30))}`,
  fileName,
  bytes: Buffer.from(PDF),
}))
