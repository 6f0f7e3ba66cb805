import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import { LabelCannotFollow } from '../../agenda/label.ts'
import { NothingToPublish } from '../../agenda/press.service.ts'
import { PlannedReleases } from '../../agenda/planned-releases.service.ts'
import { WorkingCopyMoved } from '../../agenda/publishing.service.ts'
import { NoteNamesRestricted } from '../../agenda/release-note.ts'
import { Releases } from '../../agenda/releases.service.ts'
import { isReleaseLabel, type ReleasedSession } from '../../agenda/release.ts'
import { RoomDoubleBooked } from '../../agenda/room-clash.ts'
import { NotReleased, type UrgentChange } from '../../agenda/urgent-change.ts'
import { UrgentChanges, type UrgentReview } from '../../agenda/urgent-changes.service.ts'
import { DomainError, InvalidInput, type FieldError } from '../../kernel/domain-error.ts'
import { asId } from '../../kernel/id.ts'
import { cleanLocalizedText, missingIn, type LocalizedText } from '../../kernel/localized-text.ts'
import { roleWith } from '../../people/role-policy.ts'
import { Clock } from '../../platform/clock.ts'
import { SETTINGS, type Settings } from '../../platform/config/settings.ts'
import { parseForm } from '../../platform/http/form.ts'
import { redirect, type HtmlResponse, type Sendable } from '../../platform/http/html-response.ts'
import { problemCode } from '../../platform/http/problem.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { wordsFor } from '../../platform/i18n/i18n.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { DeskHead } from '../../ui/axis.tsx'
import { Empty, Note } from '../../ui/note.tsx'
import { page } from '../../ui/page.tsx'
import { fieldProblems } from '../../ui/problems.ts'
import { labelWords } from '../../ui/release-banner.tsx'
import { DeskRooms, type DeskRoom } from '../desk-room.service.ts'
import { NowForm, urgentFrom } from './now-form.ts'
import { changeable, NowFirst, NowSecond } from './now-page.tsx'
import { messagePreviews } from './message-previews.ts'
import { PublishChecks, type PublishCheck } from './publish-check.service.ts'
import { followingNote } from './publish-form.ts'

interface Looked {
  review: UrgentReview
  check: PublishCheck
  note: LocalizedText
}

interface Wrong {
  fields?: readonly FieldError[]
  refused?: DomainError
}

/** Room, time or cancellation of one session, from a phone within a minute: said, looked at, published and told. */
@ApiExcludeController()
@Policy(roleWith('publish', { stepUp: true }))
@Controller(':locale/desk/:meeting/now')
export class DeskNowPages {
  constructor(
    @Inject(DeskRooms) private readonly rooms: DeskRooms,
    @Inject(Releases) private readonly releases: Releases,
    @Inject(UrgentChanges) private readonly urgent: UrgentChanges,
    @Inject(PlannedReleases) private readonly planned: PlannedReleases,
    @Inject(PublishChecks) private readonly checks: PublishChecks,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'baseUrl'>,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get()
  async first(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Query('session') session?: string,
    @Query('done') done?: string,
  ): Promise<HtmlResponse> {
    const room = await this.rooms.enter(ctx, slug, 'now')
    return this.draw(ctx, room, { ...(session && { session }) }, {}, undefined, done !== undefined)
  }

  @Post()
  async change(@Ctx() ctx: RequestContext, @Param('meeting') slug: string, @Body() body: unknown): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'now')
    const parsed = parseForm(NowForm, body)
    const form = parsed.value ?? typed(body)
    if (parsed.errors) return this.draw(ctx, room, form, { fields: parsed.errors })
    if (form.do === 'back') return this.draw(ctx, room, form, {})
    let looked: Looked | undefined
    try {
      const session = await this.session(room, form.session)
      const change = urgentFrom(form)
      looked = await this.look(room, form, session, change)
      if (form.do !== 'publish') return this.draw(ctx, room, form, {}, looked)
      const missing = missingIn(looked.note, [room.meeting.mainLanguage])
      if (missing.length)
        throw new InvalidInput({
          fields: missing.map((locale) => ({ pointer: `/note/${locale}`, message: 'field.missing' })),
        })
      await this.urgent.publish(room.meeting.id, {
        session: session.id,
        change,
        after: asId<'Release'>(form.after ?? ''),
        label: form.label && isReleaseLabel(form.label) ? form.label : looked.review.proposed,
        note: looked.note,
        tell: form.tell !== 'no',
        by: room.person,
      })
      return redirect(`${room.path}/now?done`)
    } catch (error) {
      if (error instanceof RoomDoubleBooked && !looked)
        return this.draw(ctx, room, form, { fields: [{ pointer: '/room', message: 'publish.room-taken' }] })
      if (error instanceof InvalidInput || error instanceof NoteNamesRestricted)
        return this.draw(ctx, room, form, { fields: error.fields }, onNote(error.fields) ? looked : undefined)
      if (isRefusal(error)) return this.draw(ctx, room, form, { refused: error }, looked)
      throw error
    }
  }

  private async session({ meeting }: DeskRoom, code: string | undefined): Promise<ReleasedSession> {
    const release = await this.releases.current(meeting.id)
    const session = release?.content.sessions.find((one) => one.code === code)
    if (!session) throw new InvalidInput({ fields: [{ pointer: '/session', message: 'field.missing' }] })
    return session
  }

  /** What it would do; a room that is taken is refused here already. @throws RoomDoubleBooked, NotReleased, InvalidInput */
  private async look(room: DeskRoom, form: NowForm, { id }: ReleasedSession, change: UrgentChange): Promise<Looked> {
    const review = await this.urgent.review(room.meeting.id, id, change)
    if (!review.changes.length) throw new NothingToPublish()
    const check = await this.checks.of(room.meeting, review, new Set([id]))
    const note = form.note
      ? followingNote(cleanLocalizedText({ ...form.note }), cleanLocalizedText({ ...form.proposed }), check.proposal)
      : check.proposal
    return { review, check, note }
  }

  private async draw(
    ctx: RequestContext,
    room: DeskRoom,
    form: NowForm,
    { fields = [], refused }: Wrong,
    looked?: Looked,
    done = false,
  ): Promise<HtmlResponse> {
    const { t, locale } = ctx
    const { meeting, path } = room
    const [release, plan] = await Promise.all([this.releases.current(meeting.id), this.planned.standing(meeting.id)])
    const errors = [
      ...fieldProblems(locale, fields),
      ...(refused
        ? [{ name: '', message: wordsFor(locale, `errors:problem.${problemCode(refused)}`, refused.params) }]
        : []),
    ]
    const parts = { t, locale, meeting, action: `${path}/now`, errors }
    return page(
      ctx,
      {
        title: t('publishing:now.title'),
        ...room.frame,
        errors,
        children: (
          <>
            <DeskHead
              t={t}
              errors={errors}
              title={t('publishing:now.title')}
              under={
                looked
                  ? t('publishing:now.as', { label: labelWords(t, looked.review.proposed) })
                  : t('publishing:now.lead')
              }
            />
            {done && (
              <Note>
                <p role="status">{t('publishing:now.done')}</p>
              </Note>
            )}
            {plan && (
              <Note>
                <p>{t('publishing:now.overtakes', { label: labelWords(t, plan.label) })}</p>
              </Note>
            )}
            {!release ? (
              <Empty>{t('desk:publish.nothingYet')}</Empty>
            ) : looked ? (
              <NowSecond
                {...parts}
                form={form}
                {...looked}
                previews={messagePreviews(
                  meeting,
                  looked.review,
                  looked.check.compare,
                  { label: looked.review.proposed, note: looked.note },
                  this.settings.baseUrl,
                )}
              />
            ) : (
              <NowFirst
                {...parts}
                content={release.content}
                sessions={changeable(release.content, this.clock.now())}
                form={form}
              />
            )}
          </>
        ),
      },
      { status: fields.length ? 422 : (refused?.status ?? 200) },
    )
  }
}

const onNote = (fields: readonly FieldError[]): boolean => fields.every(({ pointer }) => pointer.startsWith('/note'))

const isRefusal = (error: unknown): error is DomainError =>
  [WorkingCopyMoved, NothingToPublish, RoomDoubleBooked, NotReleased, LabelCannotFollow].some(
    (kind) => error instanceof kind,
  )

const typed = (body: unknown): NowForm =>
  typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as NowForm) : {}
