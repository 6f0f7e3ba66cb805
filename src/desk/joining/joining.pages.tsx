import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import { Doors } from '../../checkin/doors.service.ts'
import { Hosts, type Host } from '../../checkin/hosts.service.ts'
import { JoinLinks } from '../../checkin/join-links.service.ts'
import { InvalidInput, type FieldError } from '../../kernel/domain-error.ts'
import { wordsOf } from '../../meetings/meeting-frame.ts'
import { DOOR_MINUTES, doorMinutesOf } from '../../meetings/registration-settings.ts'
import { roleWith } from '../../people/role-policy.ts'
import { parseForm } from '../../platform/http/form.ts'
import { redirect, type HtmlResponse, type Sendable } from '../../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { ActionLink, ActionLinks, Actions, Button, Form } from '../../ui/actions.tsx'
import { Axis, DeskHead } from '../../ui/axis.tsx'
import { DataTable, type Row } from '../../ui/data-table.tsx'
import { Empty, Note } from '../../ui/note.tsx'
import { page } from '../../ui/page.tsx'
import { fieldProblems, problemOf, type FieldProblem } from '../../ui/problems.ts'
import { State } from '../../ui/state.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { DeskRooms, type DeskRoom } from '../desk-room.service.ts'
import { DoorsForm } from './joining.forms.ts'
import { ForwardingPart, waysWords, whenWords, type Ways } from './joining-words.tsx'
import { OnlineSessions, type OnlineSession } from './online-sessions.service.ts'

/** Every session online, and the ways into it; for a host, those that they were named for. */
@ApiExcludeController()
@Policy(roleWith('host'))
@Controller(':locale/desk/:meeting/joining')
export class DeskJoiningPages {
  constructor(
    @Inject(DeskRooms) private readonly rooms: DeskRooms,
    @Inject(OnlineSessions) private readonly sessions: OnlineSessions,
    @Inject(JoinLinks) private readonly links: JoinLinks,
    @Inject(Hosts) private readonly hosts: Hosts,
    @Inject(Doors) private readonly openings: Doors,
  ) {}

  @Get()
  async all(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Query('saved') saved?: string,
  ): Promise<HtmlResponse> {
    return this.draw(ctx, await this.rooms.enter(ctx, slug, 'joining'), { saved: saved !== undefined })
  }

  /** How long before the start doors open. */
  @Post('doors')
  @Policy(roleWith('configure-meeting'))
  async doors(@Ctx() ctx: RequestContext, @Param('meeting') slug: string, @Body() body: unknown): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'joining')
    const { value: form, errors } = parseForm(DoorsForm, body)
    if (!form) return this.draw(ctx, room, { fields: errors })
    const typed = form.minutes ?? ''
    try {
      await this.openings.open(room.meeting.id, typed, room.person)
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error
      return this.draw(ctx, room, { fields: error.fields, typed })
    }
    return redirect(`${room.path}/joining?saved=doors`)
  }

  private async draw(
    ctx: RequestContext,
    room: DeskRoom,
    { fields = [], typed, saved }: { fields?: readonly FieldError[]; typed?: string; saved?: boolean },
  ): Promise<HtmlResponse> {
    const { t, locale } = ctx
    const { meeting, person, rights } = room
    const organises = rights.has('configure-meeting')
    const [all, ways, hosts] = await Promise.all([
      this.sessions.of(meeting.id),
      this.links.inMeeting(meeting.id),
      this.hosts.of(meeting.id),
    ])
    const own = new Set(hosts.filter((host) => host.person === person).flatMap(({ sessions }) => [...sessions]))
    const sessions = organises ? all : all.filter(({ id }) => own.has(id))
    const errors = fieldProblems(locale, fields)
    const minutes = doorMinutesOf(meeting.registration)
    return page(
      ctx,
      {
        title: t('joining:title'),
        ...room.frame,
        errors,
        children: (
          <>
            <DeskHead
              t={t}
              errors={errors}
              title={t('joining:title')}
              under={organises ? t('joining:lead', { minutes }) : t('joining:leadHost')}
            />
            {saved && (
              <Note>
                <p role="status">{t('joining:saved.doors')}</p>
              </Note>
            )}
            {sessions.length === 0 ? (
              <Empty>{organises ? t('joining:none') : t('joining:noneYours')}</Empty>
            ) : (
              <SessionsTable
                ctx={ctx}
                room={room}
                sessions={sessions}
                ways={ways}
                hosts={hosts}
                organises={organises}
              />
            )}
            {organises && (
              <>
                <ForwardingPart t={t} />
                <DoorsPart ctx={ctx} room={room} errors={errors} minutes={typed ?? minutes} />
              </>
            )}
          </>
        ),
      },
      { status: errors.length ? 422 : 200 },
    )
  }
}

const SessionsTable = ({
  ctx: { t, locale },
  room: { meeting, path },
  sessions,
  ways,
  hosts,
  organises,
}: {
  ctx: RequestContext
  room: DeskRoom
  sessions: readonly OnlineSession[]
  ways: ReadonlyMap<string, Ways>
  hosts: readonly Host[]
  organises: boolean
}) => (
  <DataTable
    t={t}
    columns={[
      { name: t('joining:columns.session') },
      { name: t('joining:columns.when') },
      ...(organises ? [{ name: t('joining:columns.way') }, { name: t('joining:columns.hosts') }] : []),
      { name: t('joining:columns.deeds'), hideName: true },
    ]}
    rows={sessions.map((session): Row => {
      const title = wordsOf(session.title, meeting, locale).text
      const base = `${path}/joining/${encodeURIComponent(session.code)}`
      const [first, rest] = waysWords(ways.get(session.id) ?? { since: undefined, personal: 0 }, t)
      const named = hosts.filter((host) => host.sessions.has(session.id)).map(({ name }) => name)
      return {
        header: (
          <>
            {title}
            <small>{session.code}</small>
          </>
        ),
        cells: [
          <>
            {whenWords(session, locale, t)}
            {session.cancelled ? (
              <small>
                <State t={t} is="cancelled" />
              </small>
            ) : (
              !session.published && <small>{t('joining:notPublished')}</small>
            )}
          </>,
          ...(organises
            ? [
                <>
                  {first}
                  {rest && <small>{rest}</small>}
                </>,
                named.join(', ') || '–',
              ]
            : []),
          <ActionLinks>
            {[
              <ActionLink href={`${base}/list`} about={title}>
                {t('joining:list')}
              </ActionLink>,
              organises && (
                <ActionLink href={base} about={title}>
                  {t('joining:setUp')}
                </ActionLink>
              ),
            ]}
          </ActionLinks>,
        ],
      }
    })}
  />
)

const DoorsPart = ({
  ctx: { t },
  room: { path },
  errors,
  minutes,
}: {
  ctx: RequestContext
  room: DeskRoom
  errors: readonly FieldProblem[]
  minutes: string | number
}) => (
  <Axis title={t('joining:doors.title')}>
    <Form action={`${path}/joining/doors`} class="form">
      <TextInput
        t={t}
        name="minutes"
        type="number"
        inputmode="numeric"
        label={t('joining:doors.minutes')}
        hint={t('joining:doors.hint', { least: DOOR_MINUTES.least, most: DOOR_MINUTES.most })}
        min={DOOR_MINUTES.least}
        max={DOOR_MINUTES.most}
        value={minutes}
        error={problemOf(errors, 'minutes')}
      />
      <Actions>
        <Button second>{t('joining:doors.save')}</Button>
      </Actions>
    </Form>
  </Axis>
)
