import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import { InvalidInput, NotFound, type FieldError } from '../../kernel/domain-error.ts'
import { wordsOf } from '../../meetings/meeting-frame.ts'
import type { Room } from '../../meetings/room.entity.ts'
import { roleWith } from '../../people/role-policy.ts'
import { parseForm } from '../../platform/http/form.ts'
import { redirect, type HtmlResponse, type Sendable } from '../../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { ActionLink, Actions, Button, ButtonLink, Form, Hidden } from '../../ui/actions.tsx'
import { Axis, DeskHead } from '../../ui/axis.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { ErrorSummary } from '../../ui/error-summary.tsx'
import { LocalizedWords } from '../../ui/localized.tsx'
import { Empty, Note } from '../../ui/note.tsx'
import { page } from '../../ui/page.tsx'
import { fieldProblems, problemOf } from '../../ui/problems.ts'
import { TextInput } from '../../ui/text-input.tsx'
import { Tick } from '../../ui/tick.tsx'
import { Tongues } from '../agenda/tongues.tsx'
import { DeskRooms, type DeskRoom } from '../desk-room.service.ts'
import { SetupChangedMeanwhile } from './meeting-setup.service.ts'
import { BLANK_ROOM, roomDraftOf, type RoomDraft } from './room-draft.ts'
import { MeetingRooms } from './rooms.service.ts'
import { seenOf, seenText } from './seen.ts'
import { MoveRoomForm, RoomForm, textsFrom } from './setup-forms.ts'
import { SetupNav, setupPath } from './setup-nav.tsx'

const draftFrom = (form: RoomForm): RoomDraft => ({
  name: textsFrom(form.name),
  place: textsFrom(form.place),
  capacity: (form.capacity ?? '').trim(),
  booths: (form.booths ?? '').trim(),
  hybrid: form.hybrid === 'yes',
  onlineOnly: form.onlineOnly === 'yes',
})

/** The rooms of a meeting. */
@ApiExcludeController()
@Policy(roleWith('configure-meeting'))
@Controller(':locale/desk/:meeting/settings/rooms')
export class DeskRoomPages {
  constructor(
    @Inject(DeskRooms) private readonly desks: DeskRooms,
    @Inject(MeetingRooms) private readonly rooms: MeetingRooms,
  ) {}

  @Get()
  async list(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Query('saved') saved?: string,
  ): Promise<HtmlResponse> {
    const desk = await this.desks.enter(ctx, slug, 'settings')
    const { t } = ctx
    const { meeting, path } = desk
    const base = setupPath(path, 'rooms')
    return page(ctx, {
      title: t('setup:rooms.heading'),
      ...desk.frame,
      children: (
        <>
          <DeskHead t={t} title={t('setup:rooms.heading')} under={t('setup:rooms.lead')}>
            <SetupNav t={t} desk={path} current="rooms" />
          </DeskHead>
          {saved !== undefined && (
            <Note>
              <p role="status">{t('setup:saved.rooms')}</p>
            </Note>
          )}
          {meeting.rooms.length === 0 && <Empty>{t('setup:rooms.none')}</Empty>}
          <Actions>
            <ButtonLink href={`${base}/new`}>{t('setup:rooms.add')}</ButtonLink>
          </Actions>
          {meeting.rooms.length > 0 && <RoomsTable ctx={ctx} desk={desk} base={base} />}
        </>
      ),
    })
  }

  @Get('new')
  async blank(@Ctx() ctx: RequestContext, @Param('meeting') slug: string): Promise<HtmlResponse> {
    return this.draw(ctx, await this.desks.enter(ctx, slug, 'settings'), BLANK_ROOM)
  }

  @Post()
  async add(@Ctx() ctx: RequestContext, @Param('meeting') slug: string, @Body() body: unknown): Promise<Sendable> {
    const desk = await this.desks.enter(ctx, slug, 'settings')
    const { value: form, errors } = parseForm(RoomForm, body)
    if (!form) return this.draw(ctx, desk, BLANK_ROOM, { fields: errors })
    const draft = draftFrom(form)
    try {
      await this.rooms.add(desk.meeting.id, draft, desk.person)
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error
      return this.draw(ctx, desk, draft, { fields: error.fields })
    }
    return redirect(`${setupPath(desk.path, 'rooms')}?saved=1`)
  }

  @Get(':room')
  async one(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('room') key: string,
  ): Promise<HtmlResponse> {
    const desk = await this.desks.enter(ctx, slug, 'settings')
    const room = roomIn(desk, key)
    return this.draw(ctx, desk, roomDraftOf(room), { room })
  }

  @Post(':room')
  async edit(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('room') key: string,
    @Body() body: unknown,
  ): Promise<Sendable> {
    const desk = await this.desks.enter(ctx, slug, 'settings')
    const room = roomIn(desk, key)
    const { value: form, errors } = parseForm(RoomForm, body)
    if (!form) return this.draw(ctx, desk, roomDraftOf(room), { room, fields: errors })
    const draft = draftFrom(form)
    try {
      await this.rooms.edit(desk.meeting.id, key, form.seen, draft, desk.person)
    } catch (error) {
      if (error instanceof InvalidInput) return this.draw(ctx, desk, draft, { room, fields: error.fields })
      if (!(error instanceof SetupChangedMeanwhile)) throw error
      const now = await this.desks.enter(ctx, slug, 'settings')
      return this.draw(ctx, now, draft, { room: roomIn(now, key), meanwhile: true })
    }
    return redirect(`${setupPath(desk.path, 'rooms')}?saved=1`)
  }

  @Post(':room/move')
  async move(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('room') key: string,
    @Body() form: MoveRoomForm,
  ): Promise<Sendable> {
    const desk = await this.desks.enter(ctx, slug, 'settings')
    await this.rooms.move(desk.meeting.id, key, form.to, desk.person)
    return redirect(setupPath(desk.path, 'rooms'))
  }

  @Get(':room/remove')
  async ask(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('room') key: string,
  ): Promise<HtmlResponse> {
    const desk = await this.desks.enter(ctx, slug, 'settings')
    return this.drawRemoval(ctx, desk, roomIn(desk, key), await this.rooms.use(desk.meeting, key))
  }

  @Post(':room/remove')
  async remove(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('room') key: string,
  ): Promise<Sendable> {
    const desk = await this.desks.enter(ctx, slug, 'settings')
    try {
      await this.rooms.remove(desk.meeting.id, key, desk.person)
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error
      return this.drawRemoval(ctx, desk, roomIn(desk, key), await this.rooms.use(desk.meeting, key), 422)
    }
    return redirect(`${setupPath(desk.path, 'rooms')}?saved=1`)
  }

  private draw(
    ctx: RequestContext,
    desk: DeskRoom,
    draft: RoomDraft,
    said: { room?: Room; fields?: readonly FieldError[] | undefined; meanwhile?: boolean } = {},
  ): HtmlResponse {
    const { t, locale } = ctx
    const { meeting, path } = desk
    const { room } = said
    const base = setupPath(path, 'rooms')
    const here = room ? `${base}/${room.key}` : base
    const errors = fieldProblems(locale, said.fields ?? [])
    const title = room ? wordsOf(room.name, meeting, locale).text : t('setup:rooms.add')
    return page(
      ctx,
      {
        title,
        ...desk.frame,
        errors,
        children: (
          <>
            <DeskHead t={t} errors={errors} title={title} under={t('setup:rooms.oneLead')}>
              <a href={base}>{t('setup:rooms.back')}</a>
            </DeskHead>
            {said.meanwhile && (
              <Note>
                <p>
                  <strong>{t('setup:meanwhile.room')}</strong>
                </p>
                <p>
                  {t('setup:meanwhile.kept')} <a href={here}>{t('setup:meanwhile.theirs')}</a>
                </p>
              </Note>
            )}
            <Form action={here}>
              {room && <input type="hidden" name="seen" value={seenText(seenOf(roomDraftOf(room)))} />}
              <Axis title={t('setup:rooms.name')}>
                <Tongues t={t} name="name" label={t('setup:rooms.name')} text={draft.name} rows={1} errors={errors} />
              </Axis>
              <Axis title={t('setup:rooms.place')} under={t('setup:rooms.placeHint')}>
                <Tongues
                  t={t}
                  name="place"
                  label={t('setup:rooms.place')}
                  text={draft.place}
                  rows={1}
                  errors={errors}
                />
              </Axis>
              <Axis title={t('setup:rooms.equipment')}>
                <div class="form">
                  <div class="pair">
                    <TextInput
                      t={t}
                      name="capacity"
                      label={t('setup:rooms.capacity')}
                      inputmode="numeric"
                      optional
                      value={draft.capacity}
                      error={problemOf(errors, 'capacity')}
                    />
                    <TextInput
                      t={t}
                      name="booths"
                      label={t('setup:rooms.booths')}
                      inputmode="numeric"
                      optional
                      value={draft.booths}
                      error={problemOf(errors, 'booths')}
                    />
                  </div>
                  <Tick t={t} name="hybrid" value="yes" label={t('setup:rooms.hybrid')} checked={draft.hybrid} />
                  <Tick
                    t={t}
                    name="onlineOnly"
                    value="yes"
                    label={t('setup:rooms.onlineOnly')}
                    hint={t('setup:rooms.onlineOnlyHint')}
                    checked={draft.onlineOnly}
                  />
                  <Actions>
                    <Button>{t('setup:save')}</Button>
                  </Actions>
                </div>
              </Axis>
            </Form>
          </>
        ),
      },
      { status: errors.length ? 422 : said.meanwhile ? 409 : 200 },
    )
  }

  private drawRemoval(
    ctx: RequestContext,
    desk: DeskRoom,
    room: Room,
    codes: readonly string[],
    status = 200,
  ): HtmlResponse {
    const { t, locale } = ctx
    const base = setupPath(desk.path, 'rooms')
    const name = wordsOf(room.name, desk.meeting, locale).text
    const title = t('setup:rooms.removeTitle', { room: name })
    const params = { count: codes.length, codes: codes.slice(0, 5).join(', ') }
    const errors = codes.length ? fieldProblems(locale, [{ pointer: '', message: 'meeting.room-in-use', params }]) : []
    return page(
      ctx,
      {
        title,
        ...desk.frame,
        children: (
          <>
            <DeskHead t={t} title={title} under={codes.length ? undefined : t('setup:rooms.removeMeans')} />
            <ErrorSummary t={t} errors={errors} />
            <Form action={`${base}/${room.key}/remove`}>
              <Actions>
                {!codes.length && <Button>{t('setup:rooms.removeButton')}</Button>}
                <ButtonLink href={base} second>
                  {t('setup:keep')}
                </ButtonLink>
              </Actions>
            </Form>
          </>
        ),
      },
      { status },
    )
  }
}

const roomIn = (desk: DeskRoom, key: string): Room => {
  const room = desk.meeting.rooms.find((one) => one.key === key)
  if (!room) throw new NotFound()
  return room
}

const RoomsTable = ({ ctx, desk, base }: { ctx: RequestContext; desk: DeskRoom; base: string }) => {
  const { t, locale } = ctx
  const { meeting } = desk
  const last = meeting.rooms.length - 1
  return (
    <DataTable
      t={t}
      columns={[
        { name: t('setup:rooms.room') },
        { name: t('setup:rooms.capacity') },
        { name: t('setup:rooms.equipment') },
        { name: t('setup:rooms.order') },
        { name: t('setup:remove'), hideName: true },
      ]}
      rows={meeting.rooms.map((room, index) => {
        const name = wordsOf(room.name, meeting, locale)
        const way = (to: 'up' | 'down') => (
          <Form action={`${base}/${room.key}/move`}>
            <Button second name="to" value={to}>
              {t(`setup:rooms.${to}`)}
              <Hidden> {name.text}</Hidden>
            </Button>
          </Form>
        )
        return {
          header: (
            <>
              <a href={`${base}/${room.key}`}>
                <LocalizedWords of={name} locale={locale} />
              </a>
              {room.place && (
                <small>
                  <LocalizedWords of={wordsOf(room.place, meeting, locale)} locale={locale} />
                </small>
              )}
            </>
          ),
          cells: [
            room.capacity?.toLocaleString(locale) ?? '–',
            [
              ...(room.onlineOnly ? [t('setup:rooms.isOnline')] : room.hybrid ? [t('setup:rooms.isHybrid')] : []),
              ...(room.booths ? [t('setup:rooms.boothCount', { count: room.booths })] : []),
            ].join(', ') || '–',
            <span class="actions">
              {index > 0 && way('up')}
              {index < last && way('down')}
            </span>,
            <ActionLink href={`${base}/${room.key}/remove`} about={name.text}>
              {t('setup:remove')}
            </ActionLink>,
          ],
        }
      })}
    />
  )
}
