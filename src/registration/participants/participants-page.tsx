import { constituency, type ConstituencyId } from '../../delegations/constituency.ts'
import type { Locale } from '../../kernel/locale.ts'
import { localize } from '../../kernel/localized-text.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { listed } from '../../platform/i18n/formats.ts'
import type { TFunction } from '../../platform/i18n/i18n.ts'
import { Icon } from '../../ui/icon.tsx'
import { participantListOf } from '../../meetings/registration-settings.ts'
import type { ListedGroup, ListedPerson, ListedSection } from './official-order.ts'

/** `Member States`. */
export const constituencyPlural = (id: ConstituencyId, locale: Locale): string =>
  (localize(constituency(id)?.plural, locale, 'en')?.text ?? id).replaceAll("'", '’')

/** On what basis people are on the list. */
const basisOf = (t: TFunction, locale: Locale, { registration }: Pick<Meeting, 'registration'>): string => {
  const { byRules } = participantListOf(registration)
  const whom = listed(
    byRules.map((id) => constituencyPlural(id, locale)),
    locale,
  )
  return whom ? t('participants:lead.byRules', { whom }) : t('participants:lead.agreed')
}

/** On what basis people are on the list, and in which order. */
export const leadOf = (t: TFunction, locale: Locale, meeting: Pick<Meeting, 'registration'>): string =>
  `${basisOf(t, locale, meeting)} ${t('participants:lead.order')}`

/** Who is named, and to whom: for the privacy notice. Undefined where nobody reads the list. */
export const listNotice = (
  t: TFunction,
  locale: Locale,
  meeting: Pick<Meeting, 'registration'>,
): string | undefined => {
  const { readers } = participantListOf(meeting.registration)
  if (readers === 'nobody') return undefined
  return `${basisOf(t, locale, meeting)} ${t(`participants:notice.${readers}`)}`
}

/** What stands below the question whether the list may name somebody: for some the rules of the meeting answer it. */
export const listHint = (t: TFunction, { registration }: Pick<Meeting, 'registration'>, as: ConstituencyId): string => {
  const { readers, byRules } = participantListOf(registration)
  if (readers === 'nobody') return t('participants:hint.nobody')
  return byRules.includes(as) ? t('participants:hint.byRules') : t('registration:check.listHint')
}

const Person = ({ t, person }: { t: TFunction; person: ListedPerson }) => (
  <li>
    {person.role && <span class="quiet">{t(`participants:role.${person.role}`)}</span>}
    <span>
      {person.name}
      {person.jobTitle && person.jobTitle !== person.name && `, ${person.jobTitle}`}
      {person.online && (
        <>
          {' '}
          <span class="says quiet">
            <Icon name="online" />
            {t('participants:online')}
          </span>
        </>
      )}
    </span>
  </li>
)

const Group = ({ t, group }: { t: TFunction; group: ListedGroup }) => (
  <section class="axis">
    {group.name !== null && <h3 class="rail">{group.name}</h3>}
    <ul class="people">
      {group.people.map((person) => (
        <Person t={t} person={person} />
      ))}
    </ul>
  </section>
)

/** Those who are listed, as everybody who may read the list sees them; the desk shows the same. */
export const ListOfParticipants = ({
  t,
  locale,
  sections,
}: {
  t: TFunction
  locale: Locale
  sections: readonly ListedSection[]
}) => (
  <>
    {sections.map(({ constituency: id, groups }) => (
      <>
        <h2 class="bar" id={id}>
          {constituencyPlural(id, locale)}
        </h2>
        {groups.map((group) => (
          <Group t={t} group={group} />
        ))}
      </>
    ))}
  </>
)
