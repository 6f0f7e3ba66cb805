import { expect, test } from 'vitest'
import { readTable } from '../../platform/tables/read-table.ts'
import { entriesFrom } from './entries-from-table.ts'

const DAYS = ['2022-10-18', '2022-10-19'].map((day) => Temporal.PlainDate.from(day))
const read = async (text: string) =>
  entriesFrom(await readTable({ text }), DAYS, { role: 'representative', language: 'en' })

const person = {
  givenNames: 'Ana',
  familyName: '',
  role: 'representative',
  jobTitle: '',
  days: { '2022-10-18': 'in-person', '2022-10-19': 'in-person' },
  language: 'en',
  email: '',
  contact: '',
}

test.each([
  ['Given names\tFamily name\tRole\nAna\tGarcía\tHead', { familyName: 'García', role: 'head' }],
  [
    'Prénom;Nom de famille;Qualité;Langue\nAna;García;Suppléante;français',
    { familyName: 'García', role: 'alternate', language: 'fr' },
  ],
  [
    'Nombre,Apellidos,Cargo,Correo electrónico\nAna,García,Consejera,ana@example.org',
    { familyName: 'García', jobTitle: 'Consejera', email: 'ana@example.org' },
  ],
  [
    'Name\t18 October\t19 October\nAna\tin person\tonline',
    { days: { '2022-10-18': 'in-person', '2022-10-19': 'online' } },
  ],
  ['Name\t2022-10-18\t2022-10-19\nAna\t\tx', { days: { '2022-10-18': 'none', '2022-10-19': 'in-person' } }],
  ['Nom\t18 octobre\nAna\ten ligne', { days: { '2022-10-18': 'online', '2022-10-19': 'none' } }],
  ['Name\tMode\nAna\tvirtual', { days: { '2022-10-18': 'online', '2022-10-19': 'online' } }],
  [
    'Full name\tE-mail\nGARCÍA MÁRQUEZ Ana\tana@example.org',
    { familyName: 'GARCÍA MÁRQUEZ', email: 'ana@example.org' },
  ],
  ['Name\tRole\nAna\tHead of sales', { role: '' }],
])('%j', async (text, expected) => {
  expect(await read(text)).toEqual([{ ...person, ...expected }])
})

test('without headings, each column is known by what is in it', async () => {
  expect(await read('Ana\tMinister\thead\tana@example.org\nBen\tCounsellor\tadviser\tben@example.org')).toEqual([
    { ...person, jobTitle: 'Minister', role: 'head', email: 'ana@example.org' },
    { ...person, givenNames: 'Ben', jobTitle: 'Counsellor', role: 'adviser', email: 'ben@example.org' },
  ])
})
