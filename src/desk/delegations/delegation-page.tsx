import { delegationName } from '../../delegations/delegation.ts'
import type { NoteVerbale } from '../../delegations/focal-point.ts'
import type { HtmlResponse } from '../../platform/http/html-response.ts'
import type { RequestContext } from '../../platform/http/request-context.ts'
import { formatDay } from '../../platform/i18n/formats.ts'
import { memberName } from '../../registration/delegation/delegation-page.tsx'
import type { Colleague, DelegationRoom } from '../../registration/delegation/delegation-room.service.ts'
import { ActionLink, Actions, Button, Form } from '../../ui/actions.tsx'
import { DeskHead } from '../../ui/axis.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { Figures } from '../../ui/figures.tsx'
import { page } from '../../ui/page.tsx'
import { State } from '../../ui/state.tsx'
import { Terms } from '../../ui/terms.tsx'
import type { DeskRoom } from '../desk-room.service.ts'
import { constituencyName, DayCell } from '../registrations/registrations-table.tsx'
import { dayOf } from './delegations-page.tsx'

/** One delegation at the desk: its quotas, who speaks for it, its notes verbales, and its people in their order. */
export const deskDelegationPage = ({
  ctx,
  room,
  seen,
  notes,
}: {
  ctx: RequestContext
  room: DeskRoom
  seen: DelegationRoom
  notes: readonly NoteVerbale[]
}): HtmlResponse => {
  const { t, locale } = ctx
  const { delegation, focalPoints, quotas } = seen
  const base = `${room.path}/delegations`
  const people = [...seen.members, ...seen.requests]
  const title = delegationName(delegation, locale)
  return page(ctx, {
    title: `${title} · ${t('delegation:desk.title')}`,
    ...room.frame,
    children: (
      <>
        <DeskHead t={t} title={title} under={constituencyName(delegation.constituency, locale)}>
          <a href={base}>{t('delegation:desk.back')}</a>
        </DeskHead>
        <Figures
          figures={quotas.map(({ day, mode, taken, capacity }) => {
            const label = t(`delegation:quota.${mode}`, {
              day: formatDay(Temporal.PlainDate.from(day), locale, { year: false }),
            })
            return capacity === null
              ? { label, figure: taken, note: t('delegation:quota.noLimit') }
              : {
                  label,
                  figure: t('delegation:quota.of', { taken, capacity }),
                  progress: { value: taken, max: Math.max(capacity, 1), label },
                }
          })}
        />
        <section class="panel">
          <h2>{t('delegation:desk.focalPoints')}</h2>
          {focalPoints.length === 0 && <p class="quiet">{t('delegation:desk.noFocalPoint')}</p>}
          {focalPoints.map((each) => (
            <Terms
              terms={[
                {
                  term: each.name,
                  detail: (
                    <>
                      {each.address !== each.name && `${each.address}, `}
                      {t('delegation:focal.since', { date: dayOf(each.since, room, locale) })}
                      {focalPoints.length === 1 && (
                        <>
                          <br />
                          <span class="quiet">{t('delegation:desk.lastNote')}</span>
                        </>
                      )}
                    </>
                  ),
                  action: (
                    <ActionLink href={`${base}/${delegation.id}/focal-points/${each.person}/remove`} about={each.name}>
                      {t('delegation:focal.remove')}
                    </ActionLink>
                  ),
                },
              ]}
            />
          ))}
          <h2>{t('delegation:desk.note')}</h2>
          {notes.length === 0 ? (
            <p class="quiet">{t('delegation:desk.noNote')}</p>
          ) : (
            <Actions>
              {notes.map((note) => (
                <>
                  <a href={`${base}/${delegation.id}/notes/${note.file}`}>
                    {t('delegation:desk.noteOf', { name: note.name, date: dayOf(note.at, room, locale) })}
                  </a>{' '}
                </>
              ))}
            </Actions>
          )}
        </section>
        <section class="panel">
          <h2>{t('delegation:desk.people')}</h2>
          {people.length === 0 ? (
            <p class="quiet">{t('delegation:desk.noPeople')}</p>
          ) : (
            <DataTable
              t={t}
              columns={[
                { name: t('delegation:people.name') },
                { name: t('delegation:people.role') },
                ...room.meeting.days.map(({ date }) => ({ name: formatDay(date, locale, { year: false }) })),
                { name: t('delegation:people.status') },
              ]}
              rows={people.map((member) => ({
                header: (
                  <>
                    <a href={`${room.path}/registrations/${member.id}`}>{memberName(member)}</a>
                    <small>{member.address}</small>
                  </>
                ),
                cells: [
                  member.role ? t(`delegation:role.${member.role}`) : '–',
                  ...room.meeting.days.map(({ date }) => (
                    <DayCell t={t} day={member.standing.days.find((day) => day.day === date.toString())} />
                  )),
                  <State t={t} is={member.state === 'confirmed' ? 'confirmed' : 'under-review'} />,
                ],
              }))}
            />
          )}
        </section>
      </>
    ),
  })
}

/** Whether the secretariat really ends that somebody is a focal point; it acts at once, so it asks first. */
export const removeFocalPointPage = ({
  ctx,
  room,
  seen,
  colleague,
}: {
  ctx: RequestContext
  room: DeskRoom
  seen: DelegationRoom
  colleague: Colleague
}): HtmlResponse => {
  const { t, locale } = ctx
  const { delegation, focalPoints } = seen
  const path = `${room.path}/delegations/${delegation.id}`
  const title = t('delegation:focal.removeHeading', { name: colleague.name })
  return page(ctx, {
    title: `${title} · ${delegationName(delegation, locale)}`,
    ...room.frame,
    children: (
      <>
        <DeskHead
          t={t}
          // a long address breaks after its @
          title={title.split(/(?<=@)/).map((part, at) => (
            <>
              {at > 0 && <wbr />}
              {part}
            </>
          ))}
          under={delegationName(delegation, locale)}
        />
        <section class="panel flow">
          <p>{t(focalPoints.length === 1 ? 'delegation:desk.removeLastLead' : 'delegation:focal.removeLead')}</p>
          <Form action={`${path}/focal-points/${colleague.person}/remove`}>
            <Actions>
              <Button>{t('delegation:remove.send')}</Button> <a href={path}>{t('delegation:back')}</a>
            </Actions>
          </Form>
        </section>
      </>
    ),
  })
}
