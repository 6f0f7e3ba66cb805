import { constituency, CONSTITUENCIES, type ConstituencyId } from '../../delegations/constituency.ts'
import { searchForm } from '../../delegations/state.ts'
import { isLocale, type Locale } from '../../kernel/locale.ts'
import type { Question } from '../../meetings/registration-settings.ts'
import type { DayMode } from '../registration.ts'

/** What people write for a value, in any of our languages; compared without case, accents and signs. */
const wordsTo = <T>(table: Readonly<Record<string, readonly string[]>>, values: Readonly<Record<string, T>>) => {
  const known = new Map(
    Object.entries(table).flatMap(([key, words]) => words.map((word) => [searchForm(word), values[key]!] as const)),
  )
  return (typed: string): T | undefined => known.get(searchForm(typed))
}

/** How somebody attends, by what is written in a cell. */
export const modeFrom = wordsTo<DayMode>(
  {
    room: [
      'in-person',
      'in person',
      'physical',
      'onsite',
      'on site',
      'room',
      'en personne',
      'présentiel',
      'en présentiel',
      'en présence',
      'sur place',
      'presencial',
      'en persona',
      'de forma presencial',
      'presencialmente',
    ],
    online: [
      'online',
      'virtual',
      'remote',
      'en ligne',
      'à distance',
      'virtuel',
      'en línea',
      'a distancia',
      'de forma virtual',
    ],
    none: [
      'none',
      'no',
      'not attending',
      '-',
      '–',
      '0',
      'non',
      'absent',
      'ne participe pas',
      'ninguno',
      'no asiste',
      'ausente',
    ],
  },
  { room: 'in-person', online: 'online', none: 'none' },
)

/** A language of ours, by its tag or name. */
export const languageFrom = (typed: string): Locale | undefined => {
  const tag = typed.trim().toLowerCase()
  return isLocale(tag) ? tag : LANGUAGES(typed)
}

const LANGUAGES = wordsTo<Locale>(
  {
    en: ['English', 'anglais', 'inglés', 'eng', 'e'],
    fr: ['French', 'français', 'francés', 'fra', 'fre', 'f'],
    es: ['Spanish', 'espagnol', 'español', 'spa', 'sp', 's'],
  },
  { en: 'en', fr: 'fr', es: 'es' },
)

/** Yes or no. */
export const yesNoFrom = wordsTo<boolean>(
  {
    yes: ['yes', 'y', 'true', '1', 'x', 'oui', 'o', 'vrai', 'sí', 's', 'verdadero'],
    no: ['no', 'n', 'false', '0', '-', 'non', 'faux', 'falso'],
  },
  { yes: true, no: false },
)

/** Whether the claim is a fact already: yes and no count as well. */
export const verifiedFrom = (typed: string): boolean | undefined => VERIFIED(typed) ?? yesNoFrom(typed)

const VERIFIED = wordsTo<boolean>(
  {
    yes: ['verified', 'confirmed', 'vérifié', 'confirmé', 'verificado', 'confirmado'],
    no: ['to be checked', 'unverified', 'pending', 'à vérifier', 'en attente', 'por verificar', 'pendiente'],
  },
  { yes: true, no: false },
)

const constituencies = new Map(
  CONSTITUENCIES.flatMap(({ id, name, plural }) =>
    [id, ...Object.values(name), ...Object.values(plural)].map((word) => [searchForm(word), id] as const),
  ),
)

/** A constituency by its id or name. */
export const constituencyFrom = (typed: string): ConstituencyId | undefined =>
  constituency(typed.trim())?.id ?? constituencies.get(searchForm(typed))

/** An answer as the form would send it: options by id or label; the rest as it was typed. */
export const answerFrom = (question: Question, typed: string): string => {
  if (question.type === 'yes-no') {
    const yes = yesNoFrom(typed)
    return yes === undefined ? typed : yes ? 'yes' : 'no'
  }
  if (question.type === 'one-of') return optionFrom(question, typed)
  if (question.type === 'several-of')
    return typed
      .split(/[;,|\n]/)
      .map((each) => optionFrom(question, each))
      .filter(Boolean)
      .join(' ')
  return typed
}

const optionFrom = ({ options = [] }: Question, typed: string): string => {
  const wanted = searchForm(typed)
  const found = options.find(({ id, label }) =>
    [id, ...Object.values(label)].some((word) => searchForm(word) === wanted),
  )
  return found?.id ?? typed.trim()
}
