import { delegationName, type Delegation } from '../../delegations/delegation.ts'
import type { FocalPoint, NoteVerbale } from '../../delegations/focal-point.ts'
import { stateOrder } from '../../delegations/state.ts'
import type { PersonView } from '../../people/people.service.ts'
import type { HtmlResponse } from '../../platform/http/html-response.ts'
import type { RequestContext } from '../../platform/http/request-context.ts'
import { formatDay } from '../../platform/i18n/formats.ts'
import { DelegationFields, type AskedFor } from '../../registration/delegation/ask-page.tsx'
import type { ListedDelegation } from '../../registration/delegation/delegation-list.service.ts'
import { ColleagueFields } from '../../registration/delegation/focal-points-axis.tsx'
import { Actions, Button, Form, Hidden } from '../../ui/actions.tsx'
import { DeskHead } from '../../ui/axis.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { Empty } from '../../ui/note.tsx'
import { page } from '../../ui/page.tsx'
import { problemOf, type FieldProblem } from '../../ui/problems.ts'
import { Terms } from '../../ui/terms.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import type { DeskRoom } from '../desk-room.service.ts'
import { constituencyName } from '../registrations/registrations-table.tsx'

/** Somebody who asks to be focal point, with what they handed in. */
export interface WaitingRequest {
  focalPoint: FocalPoint
  who: PersonView | undefined
  delegation: Delegation
  notes: readonly NoteVerbale[]
}

interface Parts {
  ctx: RequestContext
  room: DeskRoom
  listed: readonly ListedDelegation[]
  requests: readonly WaitingRequest[]
  typed: AskedFor & { email?: string; language?: string }
  errors: readonly FieldProblem[]
}

/** A moment as its day in the meeting's zone. */
export const dayOf = (moment: Temporal.Instant, { meeting }: DeskRoom, locale: RequestContext['locale']): string =>
  formatDay(moment.toZonedDateTimeISO(meeting.timeZone).toPlainDate(), locale, { year: false })

const nameOf = (who: PersonView | undefined): string =>
  [who?.givenNames, who?.familyName].filter(Boolean).join(' ') || who?.email || who?.contactEmail || '–'

const Requests = ({ ctx, room, requests, errors }: Parts) => {
  const { t, locale } = ctx
  return (
    <section class="panel">
      <h2>{t('delegation:desk.requests')}</h2>
      {requests.length === 0 && <p class="quiet">{t('delegation:desk.noRequests')}</p>}
      {requests.map(({ focalPoint, who, delegation, notes }) => (
        <Form action={`${room.path}/delegations/requests/${focalPoint.id}`} class="form">
          <Terms
            terms={[
              {
                term: delegationName(delegation, locale),
                detail: (
                  <>
                    {t('delegation:desk.asks', { name: nameOf(who), date: dayOf(focalPoint.since, room, locale) })}
                    {who?.email && who.email !== nameOf(who) && (
                      <>
                        <br />
                        {who.email}
                      </>
                    )}
                  </>
                ),
              },
              {
                term: t('delegation:desk.note'),
                detail: notes.length
                  ? notes.map((note) => (
                      <a href={`${room.path}/delegations/${delegation.id}/notes/${note.file}`}>
                        {t('delegation:desk.noteOf', { name: note.name, date: dayOf(note.at, room, locale) })}
                      </a>
                    ))
                  : t('delegation:desk.noNote'),
              },
            ]}
          />
          <TextInput
            t={t}
            name="why"
            id={`why-${focalPoint.id}`}
            label={t('delegation:desk.why')}
            error={problemOf(errors, `why-${focalPoint.id}`)}
            optional
          />
          <Actions>
            <Button name="do" value="approve">
              {t('delegation:desk.approve')}
              <Hidden> {nameOf(who)}</Hidden>
            </Button>{' '}
            <Button second name="do" value="refuse">
              {t('delegation:desk.refuse')}
              <Hidden> {nameOf(who)}</Hidden>
            </Button>
          </Actions>
        </Form>
      ))}
    </section>
  )
}

const List = ({ ctx, room, listed }: Parts) => {
  const { t, locale } = ctx
  if (!listed.length) return <Empty>{t('delegation:desk.none')}</Empty>
  const collator = stateOrder(locale)
  const sorted = listed.toSorted((a, b) =>
    collator.compare(delegationName(a.delegation, locale), delegationName(b.delegation, locale)),
  )
  return (
    <DataTable
      t={t}
      columns={[
        { name: t('delegation:desk.delegation') },
        { name: t('delegation:desk.kind') },
        { name: t('delegation:desk.focalPoints') },
        { name: t('delegation:desk.confirmed') },
        { name: t('delegation:desk.requested') },
        { name: t('delegation:desk.room') },
      ]}
      rows={sorted.map(({ delegation, focalPoints, confirmed, requested, room: seats }) => ({
        header: <a href={`${room.path}/delegations/${delegation.id}`}>{delegationName(delegation, locale)}</a>,
        cells: [
          constituencyName(delegation.constituency, locale),
          focalPoints.length || t('delegation:desk.noFocalPoint'),
          confirmed,
          requested,
          seats ? t('delegation:quota.of', seats) : t('delegation:quota.noLimit'),
        ],
      }))}
    />
  )
}

/** The organisers' list of delegations: requests first, then everybody, then how to invite. */
export const delegationsPage = (parts: Parts): HtmlResponse => {
  const { ctx, room, listed, typed, errors } = parts
  const { t, locale } = ctx
  return page(
    ctx,
    {
      title: t('delegation:desk.title'),
      ...room.frame,
      errors,
      scripts: ['combobox'],
      children: (
        <>
          <DeskHead
            t={t}
            errors={errors}
            title={t('delegation:desk.title')}
            under={t('delegation:desk.under', { count: listed.length })}
          />
          <Requests {...parts} />
          <section class="panel">
            <h2>{t('delegation:desk.list')}</h2>
            <List {...parts} />
          </section>
          <section class="panel">
            <h2>{t('delegation:desk.invite')}</h2>
            <Form action={`${room.path}/delegations`} class="form">
              <DelegationFields t={t} locale={locale} meeting={room.meeting} typed={typed} errors={errors} />
              <ColleagueFields t={t} language={locale} email={typed.email} errors={errors} />
              <Actions>
                <Button>{t('delegation:desk.inviteSend')}</Button>
              </Actions>
            </Form>
          </section>
        </>
      ),
    },
    { status: errors.length ? 422 : 200 },
  )
}
