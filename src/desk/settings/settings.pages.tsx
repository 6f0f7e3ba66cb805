import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import { InvalidInput, type FieldError } from '../../kernel/domain-error.ts'
import { wordsOf } from '../../meetings/meeting-frame.ts'
import { roleWith } from '../../people/role-policy.ts'
import { parseForm } from '../../platform/http/form.ts'
import { redirect, type HtmlResponse, type Sendable } from '../../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { ofCity } from '../../platform/i18n/formats.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { RegistrationSettingsService } from '../../registration/settings.service.ts'
import { settingsDraftOf, type SettingsDraft } from '../../registration/settings.ts'
import { DeskHead } from '../../ui/axis.tsx'
import { Note } from '../../ui/note.tsx'
import { page } from '../../ui/page.tsx'
import { fieldProblems } from '../../ui/problems.ts'
import { DeskRooms, type DeskRoom } from '../desk-room.service.ts'
import { SetupNav } from '../setup/setup-nav.tsx'
import { SettingsForm, settingsFrom } from './settings-form.ts'
import { SettingsFormPage } from './settings-page.tsx'

/** How people register for the meeting: what organisers set acts at once. */
@ApiExcludeController()
@Policy(roleWith('configure-meeting'))
@Controller(':locale/desk/:meeting/settings')
export class DeskSettingsPages {
  constructor(
    @Inject(DeskRooms) private readonly rooms: DeskRooms,
    @Inject(RegistrationSettingsService) private readonly settings: RegistrationSettingsService,
  ) {}

  @Get()
  async form(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Query('saved') saved?: string,
  ): Promise<HtmlResponse> {
    const room = await this.rooms.enter(ctx, slug, 'settings')
    const { registration, timeZone } = room.meeting
    return this.draw(ctx, room, settingsDraftOf(registration, timeZone), [], saved !== undefined)
  }

  @Post()
  async save(@Ctx() ctx: RequestContext, @Param('meeting') slug: string, @Body() body: unknown): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'settings')
    const { registration, timeZone } = room.meeting
    const { value: form, errors } = parseForm(SettingsForm, body)
    if (!form) return this.draw(ctx, room, settingsDraftOf(registration, timeZone), errors)
    const draft = settingsFrom(form)
    try {
      await this.settings.change(room.meeting, draft, room.person)
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error
      return this.draw(ctx, room, draft, error.fields)
    }
    return redirect(`${room.path}/settings?saved=1`)
  }

  private draw(
    ctx: RequestContext,
    room: DeskRoom,
    draft: SettingsDraft,
    fields: readonly FieldError[],
    saved = false,
  ): HtmlResponse {
    const { t, locale } = ctx
    const { meeting } = room
    const errors = fieldProblems(locale, fields)
    const city = wordsOf(meeting.city, meeting, locale).text
    return page(
      ctx,
      {
        title: t('questions:settings.title'),
        ...room.frame,
        errors,
        children: (
          <>
            <DeskHead
              t={t}
              errors={errors}
              title={t('questions:settings.title')}
              under={t('questions:settings.lead', { ofCity: ofCity(city, locale) })}
            >
              <SetupNav t={t} desk={room.path} current="registration" />
            </DeskHead>
            {saved && (
              <Note>
                <p role="status">{t('questions:settings.saved')}</p>
              </Note>
            )}
            <SettingsFormPage
              t={t}
              locale={locale}
              meeting={meeting}
              action={`${room.path}/settings`}
              draft={draft}
              errors={errors}
            />
          </>
        ),
      },
      { status: fields.length ? 422 : 200 },
    )
  }
}
