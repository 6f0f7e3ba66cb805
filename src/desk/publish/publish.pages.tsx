import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common'
import { Type } from 'class-transformer'
import { IsIn, IsInt, IsObject, IsOptional, IsString, Min, ValidateNested } from 'class-validator'
import { LabelCannotFollow } from '../../agenda/label.ts'
import { NothingToPublish } from '../../agenda/press.service.ts'
import { Publishing, WorkingCopyMoved, type Review } from '../../agenda/publishing.service.ts'
import { isReleaseLabel, stageOf, type ReleaseLabel, type ReleasedSession } from '../../agenda/release.ts'
import { RoomDoubleBooked } from '../../agenda/room-clash.ts'
import type { WorkingChange } from '../../agenda/working-copy-changes.ts'
import { DomainError, type FieldError } from '../../kernel/domain-error.ts'
import { asId } from '../../kernel/id.ts'
import { LOCALE_NAMES, LOCALES, type Locale } from '../../kernel/locale.ts'
import { cleanLocalizedText, missingIn, type LocalizedText } from '../../kernel/localized-text.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { wordsOf } from '../../meetings/meeting-frame.ts'
import { roleWith } from '../../people/role-policy.ts'
import { parseForm } from '../../platform/http/form.ts'
import { redirect, type HtmlResponse, type Sendable } from '../../platform/http/html-response.ts'
import { problemCode } from '../../platform/http/problem.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { formatDay, formatInstant } from '../../platform/i18n/formats.ts'
import { wordsFor, type TFunction } from '../../platform/i18n/i18n.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { Actions, Button, Form } from '../../ui/actions.tsx'
import { Axis, DeskHead } from '../../ui/axis.tsx'
import { Change } from '../../ui/change.tsx'
import { Empty, Note } from '../../ui/note.tsx'
import { page } from '../../ui/page.tsx'
import { fieldProblems, problemOf, type FieldProblem } from '../../ui/problems.ts'
import { RadioChoices } from '../../ui/radio-choices.tsx'
import { labelWords } from '../../ui/release-banner.tsx'
import { State } from '../../ui/state.tsx'
import { Textarea } from '../../ui/textarea.tsx'
import { Tick } from '../../ui/tick.tsx'
import { changeName } from '../agenda/day-page.tsx'
import { Warnings } from '../agenda/warnings.tsx'
import { TextsDto } from '../agenda/session-form.ts'
import { DeskRooms, type DeskRoom } from '../desk-room.service.ts'

/** The form of publishing. */
export class PublishForm {
  /** The working version that was reviewed. */
  @Type(() => Number) @IsInt() @Min(0) workingVersion: number
  @IsString() label: string
  @IsOptional() @IsObject() @ValidateNested() @Type(() => TextsDto) note?: TextsDto
  /** Ids of the changed sessions that are ticked. */
  @IsOptional() @IsString({ each: true }) sessions?: string[]
  /** Says that the form had boxes: none ticked then means none, not all. */
  @IsOptional() @IsIn(['1']) picked?: string
}

interface Shown {
  review: Review
  label: ReleaseLabel
  note: LocalizedText
  ticked: ReadonlySet<string>
}

/** The page on which organisers look at what a release would change, and publish it. */
@Policy(roleWith('publish'))
@Controller(':locale/desk/:meeting/publish')
export class DeskPublishPages {
  constructor(
    @Inject(DeskRooms) private readonly rooms: DeskRooms,
    @Inject(Publishing) private readonly publishing: Publishing,
  ) {}

  @Get()
  async review(@Ctx() ctx: RequestContext, @Param('meeting') slug: string): Promise<HtmlResponse> {
    const room = await this.rooms.enter(ctx, slug, 'publish')
    const review = await this.publishing.review(room.meeting.id)
    return this.show(ctx, room, {
      review,
      label: review.proposed,
      note: {},
      ticked: new Set(review.changes.map((change) => change.session.id)),
    })
  }

  @Post()
  async publish(@Ctx() ctx: RequestContext, @Param('meeting') slug: string, @Body() body: unknown): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'publish')
    const parsed = parseForm(PublishForm, body)
    const review = await this.publishing.review(room.meeting.id)
    const sent = parsed.value
    const shown: Shown = {
      review,
      label: sent && isReleaseLabel(sent.label) ? sent.label : review.proposed,
      note: cleanLocalizedText({ ...sent?.note }),
      ticked: new Set(sent?.sessions ?? []),
    }
    if (!sent) return this.show(ctx, room, shown, parsed.errors)
    const missing = missingIn(shown.note, [room.meeting.mainLanguage]).map((locale) => ({
      pointer: `/note/${locale}`,
      message: 'field.missing',
    }))
    const none = sent.picked && !sent.sessions?.length && shown.label === review.current?.label
    if (missing.length || none)
      return this.show(ctx, room, shown, [
        ...(none ? [{ pointer: '/sessions', message: 'publish.nothing-ticked' }] : []),
        ...missing,
      ])
    const all = review.changes.every((change) => shown.ticked.has(change.session.id))
    try {
      await this.publishing.publish(room.meeting.id, {
        workingVersion: sent.workingVersion,
        label: shown.label,
        note: shown.note,
        ...(all || !sent.picked ? {} : { sessions: [...shown.ticked].map((id) => asId<'Session'>(id)) }),
        by: room.person,
      })
      return redirect(`${room.path}/publish`)
    } catch (error) {
      if (error instanceof WorkingCopyMoved || error instanceof NothingToPublish || error instanceof RoomDoubleBooked)
        return this.show(ctx, room, shown, [], error)
      if (error instanceof LabelCannotFollow)
        return this.show(ctx, room, shown, [{ pointer: '/label', message: 'field.not-a-choice' }])
      throw error
    }
  }

  private show(
    ctx: RequestContext,
    room: DeskRoom,
    shown: Shown,
    fields: readonly FieldError[] = [],
    refused?: DomainError,
  ): HtmlResponse {
    const { t, locale } = ctx
    const errors = [
      ...fieldProblems(locale, fields),
      ...(refused
        ? [{ name: '', message: wordsFor(locale, `errors:problem.${problemCode(refused)}`, refused.params) }]
        : []),
    ]
    const { review } = shown
    const nothing = review.changes.length === 0
    const under = review.current
      ? t('desk:publish.inForce', {
          label: labelWords(t, review.current.label),
          when: formatInstant(review.current.publishedAt, room.meeting.timeZone, locale, { sentence: true }),
        })
      : t('desk:publish.nothingYet')
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
            />
            {nothing ? (
              <Empty>
                <p>{t('desk:publish.noChanges')}</p>
                <p>
                  <a href={`${room.path}/agenda`}>{t('desk:publish.toAgenda')}</a>
                </p>
              </Empty>
            ) : (
              <PublishFormPage t={t} locale={locale} room={room} shown={shown} errors={errors} />
            )}
          </>
        ),
      },
      { status: fields.length ? 422 : (refused?.status ?? 200) },
    )
  }
}

interface PartProps {
  t: TFunction
  locale: Locale
  room: DeskRoom
  shown: Shown
  errors: readonly FieldProblem[]
}

const place = (session: ReleasedSession, meeting: Meeting, locale: Locale, t: TFunction): string => {
  const found = meeting.rooms.find(({ id }) => id === session.room)
  const day = formatDay(Temporal.PlainDate.from(session.day), locale, { year: false })
  const time = session.start ? `${session.start}–${session.end}` : t('desk:agenda.timeToBeAnnounced')
  return [day, time, found ? wordsOf(found.name, meeting, locale).text : t('desk:agenda.roomToBeAnnounced')].join(', ')
}

const WhatChanges = ({ change, ...props }: Pick<PartProps, 't' | 'locale' | 'room'> & { change: WorkingChange }) => {
  const { t, locale, room } = props
  const { meeting } = room
  if (change.kind !== 'changed') return <>{place(change.session, meeting, locale, t)}</>
  const [before, after] = [place(change.before, meeting, locale, t), place(change.session, meeting, locale, t)]
  const other = change.fields.filter((field) => !['day', 'startsAt', 'endsAt', 'room', 'status'].includes(field))
  return (
    <>
      {before !== after && (
        <>
          <del>{before}</del> {after}{' '}
        </>
      )}
      {other.length > 0 && other.map((field) => t(`desk:field.${field}`)).join(', ')}
    </>
  )
}

const Picks = ({ t, locale, room, shown, errors }: PartProps) => (
  <ul class="picks" id="sessions">
    {problemOf(errors, 'sessions') && (
      <li>
        <p class="error">{problemOf(errors, 'sessions')}</p>
      </li>
    )}
    {shown.review.changes.map((change) => {
      const { session } = change
      const missing = missingIn(session.title, room.meeting.workingLanguages)
      return (
        <li>
          <Tick
            t={t}
            name="sessions[]"
            id={`pick-${session.code.toLowerCase()}`}
            value={session.id}
            checked={shown.ticked.has(session.id)}
            describedBy={`change-${session.code.toLowerCase()}`}
            label={
              <>
                <strong>{session.code}</strong> {wordsOf(session.title, room.meeting, locale).text}
              </>
            }
          />
          <div id={`change-${session.code.toLowerCase()}`}>
            <p>
              <Change t={t} is={changeName(change)} as="span" />{' '}
              <WhatChanges t={t} locale={locale} room={room} change={change} />
            </p>
            {missing.map((tongue) => (
              <p>
                <State t={t} is="warning">
                  {t('desk:publish.noTitle', { language: LOCALE_NAMES[tongue] })}
                </State>
              </p>
            ))}
          </div>
        </li>
      )
    })}
  </ul>
)

const PublishFormPage = (props: PartProps) => {
  const { t, locale, room, shown, errors } = props
  const { review, label, note } = shown
  const labels = [...new Set([review.proposed, ...review.labels])]
  return (
    <Form action={`${room.path}/publish`}>
      <input type="hidden" name="workingVersion" value={review.workingVersion} />
      <input type="hidden" name="picked" value="1" />
      <Axis title={t('desk:publish.what')} under={t('desk:agenda.changes', { count: review.changes.length })}>
        <Picks {...props} />
      </Axis>
      <Axis title={t('desk:publish.before')}>
        <Warnings t={t} locale={locale} meeting={room.meeting} path={room.path} warnings={review.warnings} />
      </Axis>
      <Axis title={t('desk:publish.label')}>
        <RadioChoices
          t={t}
          name="label"
          label={t('desk:publish.label')}
          hideLabel
          choices={labels.map((one) => ({
            value: one,
            label: labelWords(t, one),
            note: one === review.current?.label ? t('desk:publish.sameLabel') : t(`desk:publish.stage.${stageOf(one)}`),
          }))}
          value={label}
          error={problemOf(errors, 'label')}
        />
      </Axis>
      <Axis title={t('desk:publish.note')}>
        <div class="flow">
          <div class="tongues">
            {LOCALES.map((tongue) => (
              <Textarea
                t={t}
                name={`note[${tongue}]`}
                label={
                  <>
                    <span lang={tongue}>{LOCALE_NAMES[tongue]}</span>
                    <span class="hidden">{t('desk:tongue', { label: t('desk:publish.note') })}</span>
                  </>
                }
                lang={tongue}
                rows={3}
                value={note[tongue]}
                error={problemOf(errors, `note[${tongue}]`)}
              />
            ))}
          </div>
          <p class="hint">{t('desk:publish.noteHint')}</p>
        </div>
      </Axis>
      <Axis title={t('desk:publish.effect')}>
        <div class="flow">
          <Note>{t('desk:publish.effectText')}</Note>
          <Actions>
            <Button>{t('desk:publish.button')}</Button> <a href={`${room.path}/agenda`}>{t('desk:publish.notYet')}</a>
          </Actions>
        </div>
      </Axis>
    </Form>
  )
}
