import { Controller, Get, Inject, Param, Post } from '@nestjs/common'
import { isId } from '../../kernel/id.ts'
import { InvalidInput, NotFound, type DomainError } from '../../kernel/domain-error.ts'
import { CodeTaken, SessionInUse, SessionWasReleased } from '../../agenda/session.ts'
import { UndoRefused } from '../../agenda/working-copy-undo.ts'
import { WorkingCopyHistory, type PastChange } from '../../agenda/working-copy-history.service.ts'
import { WorkingCopy } from '../../agenda/working-copy.service.ts'
import { wordsOf } from '../../meetings/meeting-frame.ts'
import { People } from '../../people/people.service.ts'
import { roleWith } from '../../people/role-policy.ts'
import { redirect, type HtmlResponse, type Sendable } from '../../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { formatInstant } from '../../platform/i18n/formats.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { Button, Form, Hidden } from '../../ui/actions.tsx'
import { DeskHead } from '../../ui/axis.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { Empty } from '../../ui/note.tsx'
import { page } from '../../ui/page.tsx'
import { State } from '../../ui/state.tsx'
import { DeskRooms, type DeskRoom } from '../desk-room.service.ts'
import { colleagues } from './colleagues.ts'
import { fieldName, textPlace, valueWords, type Wording } from './field-words.ts'
import { whyNotUndone } from './undo-words.ts'

/** What was done to the working copy, by whom; each change can be taken back. */
@Policy(roleWith('edit-agenda'))
@Controller(':locale/desk/:meeting/agenda/history')
export class DeskHistoryPages {
  constructor(
    @Inject(DeskRooms) private readonly rooms: DeskRooms,
    @Inject(WorkingCopy) private readonly workingCopy: WorkingCopy,
    @Inject(WorkingCopyHistory) private readonly history: WorkingCopyHistory,
    @Inject(People) private readonly people: People,
  ) {}

  @Get()
  async list(@Ctx() ctx: RequestContext, @Param('meeting') slug: string): Promise<HtmlResponse> {
    return this.show(ctx, await this.rooms.enter(ctx, slug, 'agenda'))
  }

  @Post(':id/undo')
  async undo(@Ctx() ctx: RequestContext, @Param('meeting') slug: string, @Param('id') id: string): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'agenda')
    if (!isId(id)) throw new NotFound()
    try {
      await this.workingCopy.undo(room.meeting.id, id, room.person)
    } catch (error) {
      if (
        error instanceof UndoRefused ||
        error instanceof SessionWasReleased ||
        error instanceof SessionInUse ||
        error instanceof CodeTaken ||
        error instanceof InvalidInput
      )
        return this.show(ctx, room, error)
      throw error
    }
    return redirect(`${room.path}/agenda/history`)
  }

  private async show(ctx: RequestContext, room: DeskRoom, refused?: DomainError): Promise<HtmlResponse> {
    const { t, locale } = ctx
    const changes = await this.history.recent(room.meeting.id)
    const names = await colleagues(
      this.people,
      changes.map(({ by }) => by),
    )
    const wording: Wording = { t, locale, meeting: room.meeting }
    const errors = refused ? [{ name: '', message: whyNotUndone(refused, wording) }] : []
    const when = ({ at }: PastChange): string => formatInstant(at, room.meeting.timeZone, locale)
    return page(
      ctx,
      {
        title: t('plan:history.title'),
        ...room.frame,
        errors,
        children: (
          <>
            <DeskHead
              t={t}
              errors={errors}
              title={t('plan:history.title')}
              under={<a href={`${room.path}/agenda`}>{t('desk:session.back')}</a>}
            />
            {changes.length === 0 ? (
              <Empty>{t('plan:history.none')}</Empty>
            ) : (
              <DataTable
                t={t}
                columns={[
                  { name: t('plan:history.when') },
                  { name: t('plan:history.what') },
                  { name: t('plan:history.undo'), hideName: true },
                ]}
                rows={changes.map((change) => ({
                  header: (
                    <>
                      {when(change)} <small>{names.get(change.by) ?? t('plan:history.somebody')}</small>
                    </>
                  ),
                  cells: [
                    <What {...wording} change={change} />,
                    change.undone ? (
                      <State t={t} is="withdrawn">
                        {t('plan:history.undone')}
                      </State>
                    ) : (
                      <Form action={`${room.path}/agenda/history/${change.id}/undo`}>
                        <Button second>
                          {t('plan:history.undo')}
                          <Hidden> {t('plan:history.undoOf', { when: when(change) })}</Hidden>
                        </Button>
                      </Form>
                    ),
                  ],
                }))}
              />
            )}
          </>
        ),
      },
      { status: refused?.status ?? 200 },
    )
  }
}

/** Fields listed one by one; what goes beyond is said by their names. */
const SHOWN_FIELDS = 3
const SHOWN_SESSIONS = 3

const What = ({ change, ...wording }: Wording & { change: PastChange }) => {
  const { t, locale, meeting } = wording
  return (
    <>
      <strong>{t(`plan:history.did.${change.action.replace('.', '-') as 'session-edited'}`)}</strong>
      {change.sessions.slice(0, SHOWN_SESSIONS).map((session) => {
        const fields = Object.entries(session.fields)
        return (
          <small>
            {session.code} {wordsOf(session.title, meeting, locale).text}
            {session.did === 'changed' &&
              fields.slice(0, SHOWN_FIELDS).map(([field, { was, is }]) => (
                <>
                  <br />
                  {t('plan:history.fromTo', {
                    field: fieldName(field, t),
                    was: short(valueWords(field, was, wording)),
                    is: short(valueWords(field, is, wording)),
                  })}
                </>
              ))}
            {session.did === 'changed' && fields.length > SHOWN_FIELDS && (
              <>
                <br />
                {fields
                  .slice(SHOWN_FIELDS)
                  .map(([field]) => fieldName(field, t))
                  .join(', ')}
              </>
            )}
          </small>
        )
      })}
      {change.texts.slice(0, SHOWN_SESSIONS).map(({ key, locale: language, was, is }) => (
        <small>
          {t('plan:history.fromTo', {
            field: textPlace(key, language, wording),
            was: short(valueWords('text', was, wording)),
            is: short(valueWords('text', is, wording)),
          })}
        </small>
      ))}
      {change.texts.length > SHOWN_SESSIONS && (
        <small>{t('plan:history.moreTexts', { count: change.texts.length - SHOWN_SESSIONS })}</small>
      )}
      {change.sessions.length > SHOWN_SESSIONS && (
        <small>
          {change.sessions
            .slice(SHOWN_SESSIONS)
            .map(({ code }) => code)
            .join(', ')}
        </small>
      )}
    </>
  )
}

const short = (words: string): string => (words.length > 60 ? `${words.slice(0, 59)}…` : words)
