import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import { LabelCannotFollow } from '../../agenda/label.ts'
import { NothingToPublish } from '../../agenda/press.service.ts'
import { PlanIsOver, PlannedReleases, ReleaseIsPlanned } from '../../agenda/planned-releases.service.ts'
import { Publishing, WorkingCopyMoved, type PublishOrder } from '../../agenda/publishing.service.ts'
import { NoteNamesRestricted } from '../../agenda/release-note.ts'
import { isReleaseLabel } from '../../agenda/release.ts'
import { RoomDoubleBooked } from '../../agenda/room-clash.ts'
import { Rounds } from '../../circulation/rounds.service.ts'
import { InvalidInput, NotFound, type DomainError, type FieldError } from '../../kernel/domain-error.ts'
import { asId, isId, type SessionId } from '../../kernel/id.ts'
import { cleanLocalizedText, missingIn } from '../../kernel/localized-text.ts'
import { isPublic } from '../../meetings/meeting.entity.ts'
import { roleWith } from '../../people/role-policy.ts'
import { SETTINGS, type Settings } from '../../platform/config/settings.ts'
import { parseForm } from '../../platform/http/form.ts'
import { redirect, type HtmlResponse, type Sendable } from '../../platform/http/html-response.ts'
import { problemCode } from '../../platform/http/problem.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { formatInstant } from '../../platform/i18n/formats.ts'
import { wordsFor } from '../../platform/i18n/i18n.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { DeskHead } from '../../ui/axis.tsx'
import { Links } from '../../ui/actions.tsx'
import { Empty, Note } from '../../ui/note.tsx'
import { page } from '../../ui/page.tsx'
import { fieldProblems } from '../../ui/problems.ts'
import { labelWords } from '../../ui/release-banner.tsx'
import { AgendaWarnings } from '../agenda/agenda-warnings.service.ts'
import { DeskRooms, type DeskRoom } from '../desk-room.service.ts'
import { messagePreviews } from './message-previews.ts'
import { PublishChecks } from './publish-check.service.ts'
import { followingNote, momentFrom, PublishForm, seenOf } from './publish-form.ts'
import { PublishFormPage, type Shown } from './publish-page.tsx'
import { Published } from './published.tsx'
import { Standing, standingOf } from './standing-notes.tsx'

/** The page on which organisers look at what a release would change, and publish it, now or at a set time. */
@ApiExcludeController()
@Policy(roleWith('publish', { stepUp: true }))
@Controller(':locale/desk/:meeting/publish')
export class DeskPublishPages {
  constructor(
    @Inject(DeskRooms) private readonly rooms: DeskRooms,
    @Inject(Publishing) private readonly publishing: Publishing,
    @Inject(PlannedReleases) private readonly planned: PlannedReleases,
    @Inject(PublishChecks) private readonly checks: PublishChecks,
    @Inject(AgendaWarnings) private readonly warnings: AgendaWarnings,
    @Inject(Rounds) private readonly rounds: Rounds,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'baseUrl'>,
  ) {}

  @Get()
  async review(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Query('published') published?: string,
    @Query('label') label?: string,
  ): Promise<HtmlResponse> {
    const room = await this.rooms.enter(ctx, slug, 'publish')
    const shown = await this.look(room, {})
    return this.show(ctx, room, label === undefined ? shown : relabelled(shown), { published: published !== undefined })
  }

  @Post()
  async publish(@Ctx() ctx: RequestContext, @Param('meeting') slug: string, @Body() body: unknown): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'publish')
    const { value: form, errors } = parseForm(PublishForm, body)
    if (!form) return this.show(ctx, room, await this.look(room, typed(body)), { fields: errors })
    const shown = await this.look(room, form)
    const others = form.picked !== undefined && form.seen !== undefined && form.seen !== seenOf(shown.ticked)
    // The numbers and the note on the page were those of other sessions: nothing is published that was not looked at.
    if (form.do === 'look' || others) return this.show(ctx, room, shown, { again: form.do !== 'look' })
    const none = form.picked && !shown.ticked.size && shown.label === shown.review.current?.label
    const missing = missingIn(shown.note, [room.meeting.mainLanguage])
    if (none || missing.length)
      return this.show(ctx, room, shown, {
        fields: [
          ...(none ? [{ pointer: '/sessions', message: 'publish.nothing-ticked' }] : []),
          ...missing.map((locale) => ({ pointer: `/note/${locale}`, message: 'field.missing' })),
        ],
      })
    const all = shown.review.changes.every(({ session }) => shown.ticked.has(session.id))
    const order: PublishOrder = {
      workingVersion: form.workingVersion,
      label: shown.label,
      note: shown.note,
      ...(all || !form.picked ? {} : { sessions: idsIn(shown.ticked) }),
      tell: shown.tell,
      by: room.person,
    }
    try {
      if (shown.when === 'now') {
        await this.publishing.publish(room.meeting.id, order)
        return redirect(`${room.path}/publish?published=yes`)
      }
      await this.planned.plan(room.meeting.id, {
        ...order,
        at: momentFrom(shown.on, shown.at, room.meeting.timeZone),
      })
      return redirect(`${room.path}/publish`)
    } catch (error) {
      if (error instanceof InvalidInput) return this.show(ctx, room, shown, { fields: error.fields })
      if (error instanceof LabelCannotFollow)
        return this.show(ctx, room, shown, { fields: [{ pointer: '/label', message: 'field.not-a-choice' }] })
      if (isRefusal(error)) return this.show(ctx, room, shown, { fields: error.fields, refused: error })
      throw error
    }
  }

  @Post('planned/:plan/call-off')
  async callOff(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('plan') plan: string,
  ): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'publish')
    if (!isId(plan)) throw new NotFound()
    try {
      await this.planned.callOff(room.meeting.id, asId<'PlannedRelease'>(plan), room.person)
    } catch (error) {
      if (!(error instanceof PlanIsOver)) throw error
      return this.show(ctx, room, await this.look(room, {}), { refused: error })
    }
    return redirect(`${room.path}/publish`)
  }

  @Post('round/:round/:command')
  async round(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('round') round: string,
    @Param('command') command: string,
  ): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'publish')
    if (!isId(round) || (command !== 'tell-now' && command !== 'tell-nobody')) throw new NotFound()
    const act = command === 'tell-now' ? 'hasten' : 'callOff'
    await this.rounds[act](room.meeting.id, asId<'CirculationRound'>(round), room.person)
    return redirect(`${room.path}/publish`)
  }

  /** What the form is about, anew: what was typed stays, what was proposed follows the choice of sessions. */
  private async look(room: DeskRoom, form: Partial<PublishForm>): Promise<Shown> {
    const whole = await this.publishing.review(room.meeting.id)
    const changed = new Set<string>(whole.changes.map(({ session }) => session.id))
    const ticked = form.picked ? new Set((form.sessions ?? []).filter((id) => changed.has(id))) : changed
    const all = ticked.size === changed.size
    const review = all ? whole : await this.publishing.review(room.meeting.id, idsIn(ticked))
    const check = await this.checks.of(room.meeting, review, ticked)
    const note = form.note
      ? followingNote(cleanLocalizedText({ ...form.note }), cleanLocalizedText({ ...form.proposed }), check.proposal)
      : check.proposal
    const asked = form.label && isReleaseLabel(form.label) ? form.label : undefined
    return {
      review,
      warnings: await this.warnings.of(room, review.content),
      check,
      label: asked ?? review.proposed,
      note,
      ticked,
      tell: form.tell !== 'no',
      when: form.when === 'at' ? 'at' : 'now',
      on: form.on ?? '',
      at: form.at ?? '',
    }
  }

  private async show(
    ctx: RequestContext,
    room: DeskRoom,
    shown: Shown,
    {
      fields = [],
      refused,
      again = false,
      published = false,
    }: { fields?: readonly FieldError[]; refused?: DomainError; again?: boolean; published?: boolean } = {},
  ): Promise<HtmlResponse> {
    const { t, locale } = ctx
    const [standing, quiet] = await Promise.all([
      standingOf(this.planned, this.rounds, room.meeting.id),
      this.rounds.quietMinutes(room.meeting.id),
    ])
    const { review, check } = shown
    const previews = messagePreviews(room.meeting, review, check.compare, shown, this.settings.baseUrl)
    const errors = [
      ...fieldProblems(locale, fields),
      ...(refused && !fields.length
        ? [{ name: '', message: wordsFor(locale, `errors:problem.${problemCode(refused)}`, refused.params) }]
        : []),
    ]
    const { current } = shown.review
    // A first release, or a new label on the same agenda, is something to publish.
    const nothing = shown.review.changes.length === 0 && shown.label === current?.label
    const under = current
      ? t('desk:publish.inForce', {
          label: labelWords(t, current.label),
          when: formatInstant(current.publishedAt, room.meeting.timeZone, locale, { sentence: true }),
        })
      : `${t('desk:publish.nothingYet')} ${isPublic(room.meeting) ? '' : t('publishing:announces')}`.trim()
    return page(
      ctx,
      {
        title: t('desk:sections.publish'),
        ...room.frame,
        errors,
        children: (
          <>
            <DeskHead
              t={t}
              errors={errors}
              title={
                nothing ? t('desk:publish.upToDate') : t('desk:publish.title', { label: labelWords(t, shown.label) })
              }
              under={under}
            >
              <Links
                links={[
                  { href: `${room.path}/releases`, children: t('publishing:releases.title') },
                  ...(current ? [{ href: `${room.path}/now`, children: t('publishing:now.title') }] : []),
                ]}
              />
            </DeskHead>
            {published && current && (
              <Published
                t={t}
                locale={locale}
                slug={room.meeting.slug}
                host={this.settings.baseUrl.host}
                label={current.label}
              />
            )}
            <Standing t={t} locale={locale} room={room} standing={standing} />
            {again && (
              <Note>
                <p role="status">{t('publishing:again')}</p>
              </Note>
            )}
            {nothing && (
              <Empty>
                <p>{t('desk:publish.noChanges')}</p>
                <p>
                  <a href={`${room.path}/agenda`}>{t('desk:publish.toAgenda')}</a>
                </p>
                <p>
                  {t('publishing:relabel.why')}{' '}
                  <a href={`${room.path}/publish?label=new`}>{t('publishing:relabel.link')}</a>
                </p>
              </Empty>
            )}
            {!nothing && (
              <PublishFormPage
                t={t}
                locale={locale}
                room={room}
                shown={shown}
                errors={errors}
                quiet={quiet}
                previews={previews}
              />
            )}
          </>
        ),
      },
      { status: fields.length ? 422 : (refused?.status ?? 200) },
    )
  }
}

/** The agenda as it stands, under the first label that may come next. */
const relabelled = (shown: Shown): Shown => {
  const { current, labels } = shown.review
  return { ...shown, label: labels.find((one) => one !== current?.label) ?? shown.label }
}

const idsIn = (ticked: ReadonlySet<string>): SessionId[] => [...ticked].map((id) => asId<'Session'>(id))

const isRefusal = (error: unknown): error is DomainError =>
  [WorkingCopyMoved, NothingToPublish, RoomDoubleBooked, ReleaseIsPlanned, NoteNamesRestricted].some(
    (kind) => error instanceof kind,
  )

/** The form as it was sent, to be shown again with nothing lost. */
const typed = (body: unknown): Partial<PublishForm> =>
  typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Partial<PublishForm>) : {}
