import { delegationName, DELEGATION_ROLES } from '../../delegations/delegation.ts'
import type { Locale } from '../../kernel/locale.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { frameOf } from '../../meetings/meeting-frame.ts'
import type { HtmlResponse } from '../../platform/http/html-response.ts'
import type { RequestContext } from '../../platform/http/request-context.ts'
import { formatDay, formatInstant } from '../../platform/i18n/formats.ts'
import type { TFunction } from '../../platform/i18n/i18n.ts'
import { ActionLink, Actions, Button, ButtonLink, Form, Hidden } from '../../ui/actions.tsx'
import { Axis, PageHead } from '../../ui/axis.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { Figures } from '../../ui/figures.tsx'
import { Empty, Note } from '../../ui/note.tsx'
import { page } from '../../ui/page.tsx'
import { problemOf, type FieldProblem } from '../../ui/problems.ts'
import { Select } from '../../ui/select.tsx'
import { State, type StateName } from '../../ui/state.tsx'
import { Terms } from '../../ui/terms.tsx'
import { dayDoor, modesOf } from '../places/days-open.ts'
import type { DayStatus } from '../standing.ts'
import { dayHeading } from '../words.ts'
import { byFocalPoint } from '../verification.ts'
import type { DelegationRoom, Member, Quota } from './delegation-room.service.ts'
import { FocalPointsAxis } from './focal-points-axis.tsx'
import type { QuotaSeat } from './quota-seats.ts'
import { PasteFields } from './name-people.tsx'

/** `/en/demo/delegation/…` */
export const delegationPath = (locale: Locale, { slug }: Pick<Meeting, 'slug'>, id: string): string =>
  `/${locale}/${slug}/delegation/${id}`

/** Somebody's name; their address while they gave none. */
export const memberName = ({ names, address }: Pick<Member, 'names' | 'address'>): string =>
  [names.givenNames, names.familyName].filter(Boolean).join(' ') || address

const SHAPES: Readonly<Record<DayStatus, StateName>> = {
  none: 'not-attending',
  requested: 'under-review',
  confirmed: 'confirmed',
  waiting: 'waiting',
  offered: 'offered',
  declined: 'declined',
  withdrawn: 'withdrawn',
}

/** What the page of a delegation is drawn from. */
export interface DelegationParts {
  ctx: RequestContext
  meeting: Meeting
  room: DelegationRoom
  /** Today, in the meeting's zone. */
  today: Temporal.PlainDate
  /** Who looks at it. */
  person: string
  errors?: readonly FieldProblem[]
  /** What was just done. */
  done?: string | undefined
}

const dateOf = (moment: Temporal.Instant, { meeting, ctx }: Pick<DelegationParts, 'meeting' | 'ctx'>): string =>
  formatDay(moment.toZonedDateTimeISO(meeting.timeZone).toPlainDate(), ctx.locale, { year: false })

const shortDay = (day: string, locale: Locale): string =>
  formatDay(Temporal.PlainDate.from(day), locale, { year: false })

const leadOf = ({ ctx, meeting, room }: DelegationParts): string => {
  const { t, locale } = ctx
  const moment = (at: Temporal.Instant) => formatInstant(at, meeting.timeZone, locale, { year: false, sentence: true })
  const deadlines = { nominate: moment(room.deadlines.nominate), confirm: moment(room.deadlines.confirm) }
  const waiting = room.requests.length
    ? t('delegation:lead.waiting', { count: room.requests.length })
    : t('delegation:lead.nobody')
  const toTheEnd = !meeting.registration.confirmBy
  const until = !room.open.confirm
    ? t('delegation:lead.closed')
    : room.open.nominate && toTheEnd
      ? t('delegation:lead.openToTheEnd', deadlines)
      : room.open.nominate
        ? t('delegation:lead.open', deadlines)
        : t('delegation:lead.named', deadlines)
  return `${waiting} ${until}`
}

const figureOf = (t: TFunction, locale: Locale, { day, mode, taken, capacity }: Quota) => {
  const label = t(`delegation:quota.${mode}`, { day: shortDay(day, locale) })
  return capacity === null
    ? { label, figure: taken, note: t('delegation:quota.noLimit') }
    : {
        label,
        figure: t('delegation:quota.of', { taken, capacity }),
        progress: { value: taken, max: Math.max(capacity, 1), label },
        note: taken < capacity ? t('delegation:quota.left', { count: capacity - taken }) : t('delegation:quota.over'),
      }
}

/** How somebody stands on each of their days, in a few words. */
const DayList = ({
  t,
  locale,
  member,
  seats = [],
}: {
  t: TFunction
  locale: Locale
  member: Member
  seats?: readonly QuotaSeat[] | undefined
}) => (
  <>
    {member.standing.days
      .filter(({ mode }) => mode !== 'none')
      .map((day, index) => (
        <>
          {index > 0 && <br />}
          {day.mode !== 'none' &&
            t('delegation:people.dayOf', {
              day: shortDay(day.day, locale),
              name: t(`delegation:mode.${day.mode}`),
            })}{' '}
          <State t={t} is={SHAPES[day.status]} rank={day.rank} />
          {seats
            .filter((seat) => seat.day === day.day)
            .map((seat) => (
              <small> {t(`delegation:quota.seat-${seat.mode}`, { ...seat })}</small>
            ))}
        </>
      ))}
  </>
)

const Requests = ({ ctx, meeting, room }: DelegationParts) => {
  const { t, locale } = ctx
  const base = delegationPath(locale, meeting, room.delegation.id)
  return (
    <Axis title={t('delegation:asked.title')} id="asked">
      {room.requests.length === 0 && <Empty>{t('delegation:asked.none')}</Empty>}
      {room.requests.map((member) => (
        <Form action={`${base}/requests/${member.id}`}>
          <Terms
            terms={[
              {
                term: t('delegation:asked.name'),
                detail: (
                  <>
                    <strong>{memberName(member)}</strong>
                    {member.jobTitle && member.jobTitle !== memberName(member) && (
                      <>
                        <br />
                        {member.jobTitle}
                      </>
                    )}
                    <br />
                    {member.address}
                  </>
                ),
              },
              {
                term: t('delegation:asked.asks'),
                detail: <DayList t={t} locale={locale} member={member} seats={room.seats.get(member.id)} />,
              },
            ]}
          />
          {byFocalPoint(meeting.registration, room.delegation.constituency) !== 'alone' && (
            <p class="quiet">{t('delegation:asked.first')}</p>
          )}
          {room.open.confirm && (
            <Actions>
              <Button name="do" value="confirm">
                {t('delegation:asked.confirm')}
                <Hidden> {memberName(member)}</Hidden>
              </Button>{' '}
              <ButtonLink second href={`${base}/requests/${member.id}/decline`}>
                {t('delegation:asked.decline')}
                <Hidden> {memberName(member)}</Hidden>
              </ButtonLink>
            </Actions>
          )}
        </Form>
      ))}
    </Axis>
  )
}

/** Where somebody stands as a whole: confirmed, with the secretariat, or not heard of yet. */
const StatusCell = ({ parts, member }: { parts: DelegationParts; member: Member }) => {
  const { t } = parts.ctx
  const note = member.nominatedAt && t('delegation:people.nominated', { date: dateOf(member.nominatedAt, parts) })
  const online = member.standing.days.some(({ held }) => held === 'online')
  return (
    <>
      {member.state !== 'confirmed' ? (
        <State t={t} is="under-review">
          {t('delegation:people.secretariat')}
        </State>
      ) : online && !member.proved ? (
        <State t={t} is="waiting">
          {t('delegation:people.notSignedIn')}
        </State>
      ) : (
        <State t={t} is="confirmed" />
      )}
      {note && <small>{note}</small>}
    </>
  )
}

const People = (parts: DelegationParts) => {
  const { ctx, meeting, room, today, errors } = parts
  const { t, locale } = ctx
  const base = delegationPath(locale, meeting, room.delegation.id)
  const days = meeting.days.filter((day) => dayDoor(day, room.delegation.constituency, today) === 'open')
  if (!room.members.length)
    return (
      <Axis title={t('delegation:people.title')} id="team">
        <Empty>{t('delegation:people.none')}</Empty>
      </Axis>
    )
  const modes = [...modesOf(meeting.format), 'none' as const]
  return (
    <Axis title={t('delegation:people.title')} id="team">
      <Form action={`${base}/people`} class="flow">
        <DataTable
          t={t}
          columns={[
            { name: t('delegation:people.name') },
            { name: t('delegation:people.role') },
            ...days.map(({ date }) => ({ name: shortDay(date.toString(), locale) })),
            { name: t('delegation:people.status') },
            { name: t('delegation:people.actions'), hideName: true },
          ]}
          rows={room.members.map((member, index) => {
            const name = memberName(member)
            const row = `people[${index}]`
            const neighbour = (step: -1 | 1) => room.members[index + step]?.role === member.role && member.role !== null
            return {
              header: (
                <>
                  <input type="hidden" name={`${row}[id]`} value={member.id} />
                  {name}
                  {member.jobTitle && member.jobTitle !== name && <small>{member.jobTitle}</small>}
                  <small>{member.address}</small>
                </>
              ),
              cells: [
                room.open.confirm ? (
                  <Select
                    t={t}
                    hideLabel
                    name={`${row}[role]`}
                    label={t('delegation:people.roleOf', { name })}
                    options={DELEGATION_ROLES.map((role) => ({ value: role, label: t(`delegation:role.${role}`) }))}
                    value={member.role ?? 'representative'}
                    error={problemOf(errors, `${row}[role]`)}
                  />
                ) : (
                  member.role && t(`delegation:role.${member.role}`)
                ),
                ...days.map(({ date }) => {
                  const standing = member.standing.days.find((each) => each.day === date.toString())
                  const seat = room.seats.get(member.id)?.find((each) => each.day === date.toString())
                  return (
                    <>
                      <Select
                        t={t}
                        hideLabel
                        name={`${row}[days][${date.toString()}]`}
                        label={t('delegation:people.dayOf', { day: dayHeading(date, locale), name })}
                        options={modes.map((mode) => ({ value: mode, label: t(`delegation:mode.${mode}`) }))}
                        value={standing?.mode ?? 'none'}
                        error={problemOf(errors, `${row}[days][${date.toString()}]`)}
                      />
                      {seat && <small>{t(`delegation:quota.seat-${seat.mode}`, { ...seat })}</small>}
                      {standing && standing.status !== 'confirmed' && standing.status !== 'none' && (
                        <small>
                          <State t={t} is={SHAPES[standing.status]} rank={standing.rank} />
                        </small>
                      )}
                    </>
                  )
                }),
                <StatusCell parts={parts} member={member} />,
                <div class="links">
                  {room.open.confirm && neighbour(-1) && (
                    <button class="plain" name="do" value={`up:${member.id}`}>
                      {t('delegation:people.up')}
                      <Hidden> {name}</Hidden>
                    </button>
                  )}
                  {room.open.confirm && neighbour(1) && (
                    <button class="plain" name="do" value={`down:${member.id}`}>
                      {t('delegation:people.down')}
                      <Hidden> {name}</Hidden>
                    </button>
                  )}
                  <ActionLink href={`${base}/people/${member.id}/replace`} about={name}>
                    {t('delegation:people.replace')}
                  </ActionLink>
                  <ActionLink href={`${base}/people/${member.id}/remove`} about={name}>
                    {t('delegation:people.remove')}
                  </ActionLink>
                </div>,
              ],
            }
          })}
        />
        <Actions>
          <Button second name="do" value="save">
            {t('delegation:people.save')}
          </Button>
        </Actions>
      </Form>
    </Axis>
  )
}

const NamePeople = ({ ctx, meeting, room, errors }: DelegationParts) => {
  const { t, locale } = ctx
  const base = delegationPath(locale, meeting, room.delegation.id)
  if (!room.open.nominate)
    return (
      <Axis title={t('delegation:name.title')} id="name" screen>
        <Empty>
          <p>
            <strong>{t('delegation:name.closedTitle')}</strong>
          </p>
          <p>{t('delegation:name.closed')}</p>
        </Empty>
      </Axis>
    )
  return (
    <Axis title={t('delegation:name.title')} id="name" screen>
      <div class="form">
        <p>{t('delegation:name.lead')}</p>
        <Actions>
          <ButtonLink href={`${base}/name`}>{t('delegation:name.open')}</ButtonLink>
        </Actions>
        <PasteFields t={t} base={base} errors={errors} />
      </div>
    </Axis>
  )
}

/** The page of a delegation: what waits, who is in it, who else speaks for it. */
export const delegationPage = (parts: DelegationParts): HtmlResponse => {
  const { ctx, meeting, room, errors = [], done } = parts
  const { t, locale } = ctx
  const title = t('delegation:heading', { delegation: delegationName(room.delegation, locale) })
  return page(
    ctx,
    {
      title,
      meeting: frameOf(meeting, locale),
      section: 'me',
      errors,
      children: (
        <>
          <PageHead t={t} rail={t('delegation:rail')} errors={errors} title={title} lead={leadOf(parts)}>
            {done && <Note>{done}</Note>}
            <Figures figures={room.quotas.map((quota) => figureOf(t, locale, quota))} />
          </PageHead>
          <Requests {...parts} />
          <People {...parts} />
          <NamePeople {...parts} />
          <FocalPointsAxis {...parts} base={delegationPath(locale, meeting, room.delegation.id)} />
        </>
      ),
    },
    { status: errors.length ? 422 : 200, cache: 'private' },
  )
}
