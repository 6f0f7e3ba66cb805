import type { DelegationRole } from '../../delegations/delegation.ts'
import { searchForm } from '../../delegations/state.ts'
import { LOCALES, type Locale } from '../../kernel/locale.ts'
import { formatDay } from '../../platform/i18n/formats.ts'
import type { Table } from '../../platform/tables/table.ts'
import type { DayMode } from '../registration.ts'
import type { Entry } from './nomination.ts'

type Field = 'name' | 'givenNames' | 'familyName' | 'role' | 'jobTitle' | 'email' | 'contact' | 'language' | 'mode'

/** Headings as people write them in our languages, without case and accents. */
const HEADINGS: Readonly<Record<Field, readonly string[]>> = {
  name: [
    'name',
    'full name',
    'nom',
    'nom complet',
    'nombre completo',
    'participant',
    'nom et prenom',
    'nombre y apellidos',
  ],
  givenNames: ['given names', 'given name', 'first name', 'first names', 'prenom', 'prenoms', 'nombre', 'nombres'],
  familyName: ['family name', 'family names', 'last name', 'surname', 'nom de famille', 'apellido', 'apellidos'],
  role: [
    'role',
    'fonction dans la delegation',
    'qualite',
    'papel',
    'calidad',
    'role in the delegation',
    'funcion en la delegacion',
  ],
  jobTitle: ['job title', 'title', 'position', 'function', 'fonction', 'titre', 'cargo', 'puesto', 'poste'],
  email: [
    'e mail',
    'email',
    'e mail address',
    'mail',
    'courriel',
    'adresse electronique',
    'correo',
    'correo electronico',
  ],
  contact: ['contact', 'contact address', 'contact e mail', 'adresse de contact', 'contacto', 'correo de contacto'],
  language: ['language', 'langue', 'idioma', 'lengua'],
  mode: ['mode', 'attendance', 'participation', 'participacion', 'modalidad', 'how', 'modalite'],
}

const ROLES: Readonly<Record<DelegationRole, readonly string[]>> = {
  head: [
    'head',
    'head of delegation',
    'chief',
    'chef',
    'chef de delegation',
    'cheffe de delegation',
    'jefe',
    'jefa',
    'jefe de delegacion',
    'jefa de delegacion',
    'jefatura de delegacion',
    'hod',
  ],
  representative: [
    'representative',
    'delegate',
    'representant',
    'representante',
    'delegue',
    'deleguee',
    'delegado',
    'delegada',
    'representante titular',
  ],
  alternate: [
    'alternate',
    'alternate representative',
    'deputy',
    'suppleant',
    'suppleante',
    'representant suppleant',
    'suplente',
    'alterno',
    'alterna',
    'representante suplente',
  ],
  adviser: ['adviser', 'advisor', 'expert', 'conseiller', 'conseillere', 'asesor', 'asesora', 'consejero', 'consejera'],
}

const MODES: Readonly<Record<DayMode, readonly string[]>> = {
  'in-person': [
    'in person',
    'in the room',
    'room',
    'x',
    'yes',
    'presentiel',
    'en presentiel',
    'en salle',
    'oui',
    'presencial',
    'en la sala',
    'si',
    'onsite',
    'on site',
  ],
  online: ['online', 'remote', 'virtual', 'en ligne', 'a distance', 'distance', 'en linea', 'a distancia', 'virtuel'],
  none: ['no', 'none', 'non', 'not attending', 'absent', 'no asiste', 'absente', 'n a'],
}

const LANGUAGES: Readonly<Record<Locale, readonly string[]>> = {
  en: ['en', 'english', 'anglais', 'ingles'],
  fr: ['fr', 'french', 'francais', 'frances'],
  es: ['es', 'sp', 'spanish', 'espagnol', 'espanol'],
}

const find = <Key extends string>(words: Readonly<Record<Key, readonly string[]>>, typed: string): Key | undefined => {
  const form = searchForm(typed)
  return (Object.keys(words) as Key[]).find((key) => words[key].includes(form))
}

/** The day that a heading names: its date, its number, or its name in one of our languages. */
const dayOf = (heading: string, days: readonly Temporal.PlainDate[]): string | undefined => {
  const form = searchForm(heading)
  if (!/\d/.test(form)) return undefined
  return days
    .find((date, index) =>
      [
        date.toString(),
        `day ${index + 1}`,
        `jour ${index + 1}`,
        `dia ${index + 1}`,
        ...LOCALES.flatMap((locale) =>
          [true, false].flatMap((year) => [
            formatDay(date, locale, { year }),
            formatDay(date, locale, { year, weekday: true }),
          ]),
        ),
      ].some((name) => searchForm(name) === form),
    )
    ?.toString()
}

type Column = { field: Field } | { day: string } | undefined

const guessed = (cells: readonly string[]): Column[] => {
  const taken = new Set<Field>()
  const once = (field: Field): Column => {
    if (taken.has(field)) return undefined
    taken.add(field)
    return { field }
  }
  return cells.map((cell) => {
    if (cell.includes('@')) return once('email')
    if (find(ROLES, cell)) return once('role')
    if (find(MODES, cell)) return once('mode')
    if (find(LANGUAGES, cell)) return once('language')
    return taken.has('name') ? once('jobTitle') : once('name')
  })
}

/** `GARCÍA MÁRQUEZ Ana`: who writes family names in capitals tells which they are. Otherwise it stays in one piece. */
const namesFrom = (name: string): { givenNames: string; familyName: string } => {
  const words = name.split(/\s+/).filter(Boolean)
  const capital = (word: string) => word.length > 1 && word === word.toUpperCase() && word !== word.toLowerCase()
  const family = words.filter(capital)
  const given = words.filter((word) => !capital(word))
  return family.length && given.length
    ? { givenNames: given.join(' '), familyName: family.join(' ') }
    : { givenNames: name, familyName: '' }
}

/**
 * People as a table has them that was pasted from a mail or read from a file. Columns are known by their headings, in any
 * of our languages; without headings, by what is in them. Nothing is checked yet: every row comes back, to be mended and sent.
 */
export const entriesFrom = (
  { columns, rows }: Table,
  days: readonly Temporal.PlainDate[],
  fallback: Pick<Entry, 'role' | 'language'>,
): Entry[] => {
  const headed = columns.map((heading): Column => {
    const day = dayOf(heading, days)
    if (day) return { day }
    const field = find(HEADINGS, heading)
    return field && { field }
  })
  const known = headed.filter(Boolean).length
  const isHeading = known >= Math.min(2, columns.length) && headed.some((column) => column && 'field' in column)
  const kinds = isHeading ? headed : guessed(columns)
  const cells = [...(isHeading ? [] : [columns]), ...rows.map((row) => row.cells)]
  return cells.map((row) => entryOf(row, kinds, days, fallback))
}

const entryOf = (
  row: readonly string[],
  kinds: readonly Column[],
  days: readonly Temporal.PlainDate[],
  fallback: Pick<Entry, 'role' | 'language'>,
): Entry => {
  const at = (field: Field): string =>
    row[kinds.findIndex((kind) => kind && 'field' in kind && kind.field === field)] ?? ''
  const names = namesFrom(at('name'))
  const everyDay = at('mode') ? (find(MODES, at('mode')) ?? at('mode')) : undefined
  const named = kinds.some((kind) => kind && 'day' in kind)
  const modeOn = (day: string): string => {
    const cell = row[kinds.findIndex((kind) => kind && 'day' in kind && kind.day === day)] ?? ''
    if (cell) return find(MODES, cell) ?? cell
    return everyDay ?? (named ? 'none' : 'in-person')
  }
  return {
    givenNames: at('givenNames') || names.givenNames,
    familyName: at('familyName') || (at('givenNames') ? '' : names.familyName),
    role: at('role') ? (find(ROLES, at('role')) ?? '') : fallback.role,
    jobTitle: at('jobTitle'),
    days: Object.fromEntries(days.map((day) => [day.toString(), modeOn(day.toString())])),
    language: at('language') ? (find(LANGUAGES, at('language')) ?? '') : fallback.language,
    email: at('email'),
    contact: at('contact'),
  }
}
