import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common'
import type { FieldError } from '../../kernel/domain-error.ts'
import { LOCALE_NAMES, LOCALES } from '../../kernel/locale.ts'
import { participantListOf, type ParticipantListSettings } from '../../meetings/registration-settings.ts'
import { roleWith } from '../../people/role-policy.ts'
import { parseForm } from '../../platform/http/form.ts'
import { redirect, type BytesResponse, type HtmlResponse, type Sendable } from '../../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { CountedParticipation } from '../../registration/participants/counted-participation.service.ts'
import { peopleIn } from '../../registration/participants/official-order.ts'
import { ListOfParticipants } from '../../registration/participants/participants-page.tsx'
import { ParticipantsPdf } from '../../registration/participants/participants-pdf.service.ts'
import { pdfResponse } from '../../registration/participants/participants.pages.tsx'
import { Participants } from '../../registration/participants/participants.service.ts'
import { Links } from '../../ui/actions.tsx'
import { DeskHead } from '../../ui/axis.tsx'
import { Empty } from '../../ui/note.tsx'
import { page } from '../../ui/page.tsx'
import { fieldProblems } from '../../ui/problems.ts'
import { DeskRooms, type DeskRoom } from '../desk-room.service.ts'
import { ParticipationCharts, StatesTable } from './figures-charts.tsx'
import { ListSettings, ListSettingsForm } from './settings-form.tsx'

/** Who comes, in numbers; the list of participants as it will be read, and who may read it. */
@Policy(roleWith('review-registrations'))
@Controller(':locale/desk/:meeting')
export class DeskParticipantsPages {
  constructor(
    @Inject(DeskRooms) private readonly rooms: DeskRooms,
    @Inject(Participants) private readonly participants: Participants,
    @Inject(CountedParticipation) private readonly counted: CountedParticipation,
    @Inject(ParticipantsPdf) private readonly pdf: ParticipantsPdf,
  ) {}

  @Get('participants')
  async show(@Ctx() ctx: RequestContext, @Param('meeting') slug: string): Promise<HtmlResponse> {
    const room = await this.rooms.enter(ctx, slug, 'participants')
    return this.draw(ctx, room, participantListOf(room.meeting.registration))
  }

  @Post('participants')
  @Policy(roleWith('configure-meeting'))
  async configure(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Body() body: unknown,
  ): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'participants')
    const parsed = parseForm(ListSettingsForm, body)
    if (parsed.errors) return this.draw(ctx, room, participantListOf(room.meeting.registration), parsed.errors)
    const { readers, byRules } = parsed.value
    await this.participants.configure(room.meeting.id, room.person, { readers, byRules })
    return redirect(`${room.path}/participants`)
  }

  /** The list as its readers see it, whoever they are. */
  @Get('participants/preview')
  async preview(@Ctx() ctx: RequestContext, @Param('meeting') slug: string): Promise<HtmlResponse> {
    const { t, locale } = ctx
    const room = await this.rooms.enter(ctx, slug, 'participants')
    const { sections } = await this.participants.list(room.meeting, locale)
    return page(ctx, {
      title: t('participants:pdf.title'),
      ...room.frame,
      children: (
        <>
          <DeskHead
            t={t}
            title={t('participants:pdf.title')}
            under={t('participants:desk.listed', { count: peopleIn(sections) })}
          >
            <Links links={[{ href: `${room.path}/participants`, children: t('participants:desk.back') }]} />
          </DeskHead>
          <ListOfParticipants t={t} locale={locale} sections={sections} />
          {sections.length === 0 && (
            <Empty>
              <h2>{t('participants:empty.title')}</h2>
              <p>{t('participants:empty.then')}</p>
            </Empty>
          )}
        </>
      ),
    })
  }

  @Get('participants.pdf')
  async print(@Ctx() ctx: RequestContext, @Param('meeting') slug: string): Promise<BytesResponse> {
    const { meeting } = await this.rooms.enter(ctx, slug, 'participants')
    const list = await this.participants.list(meeting, ctx.locale)
    return pdfResponse(await this.pdf.of(meeting, list, ctx.locale), `${meeting.slug}-participants-${ctx.locale}`)
  }

  private async draw(
    ctx: RequestContext,
    room: DeskRoom,
    settings: ParticipantListSettings,
    fields: readonly FieldError[] = [],
  ): Promise<HtmlResponse> {
    const { t, locale } = ctx
    const { meeting, path } = room
    const errors = fieldProblems(locale, fields)
    const figures = await this.counted.of(meeting)
    const { confirmed, requested, waiting } = figures.total
    return page(
      ctx,
      {
        title: t('desk:sections.participants'),
        ...room.frame,
        errors,
        children: (
          <>
            <DeskHead
              t={t}
              errors={errors}
              title={t('desk:sections.participants')}
              under={[
                t('participants:desk.totalConfirmed', { count: confirmed }),
                t('participants:desk.totalRequested', { count: requested }),
                t('participants:desk.totalWaiting', { count: waiting }),
              ].join(' · ')}
            >
              <Links
                links={[
                  { href: `${path}/participants/preview`, children: t('participants:desk.preview') },
                  ...LOCALES.map((language) => ({
                    href: `/${language}/desk/${meeting.slug}/participants.pdf`,
                    children: t('participants:desk.pdfIn', { language: LOCALE_NAMES[language] }),
                    lang: language,
                  })),
                ]}
              />
            </DeskHead>
            <ParticipationCharts t={t} locale={locale} figures={figures} registrations={`${path}/registrations`} />
            <StatesTable t={t} locale={locale} figures={figures} />
            {room.rights.has('configure-meeting') && (
              <ListSettings
                t={t}
                locale={locale}
                action={`${path}/participants`}
                settings={settings}
                constituencies={meeting.registration.constituencies}
                errors={errors}
              />
            )}
          </>
        ),
      },
      errors.length ? { status: 422 } : {},
    )
  }
}
