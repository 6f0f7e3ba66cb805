import { Body, Controller, Get, Inject, Post } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import { InvalidInput, NotFound, type FieldError } from '../../kernel/domain-error.ts'
import { BLANK_MEETING, daysBetween, meetingErrors, type MeetingDraft } from '../../meetings/meeting-draft.ts'
import { roleEverywhere } from '../../people/role-policy.ts'
import { SETTINGS, type Settings } from '../../platform/config/settings.ts'
import { parseForm } from '../../platform/http/form.ts'
import { redirect, type HtmlResponse, type Sendable } from '../../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { Actions, Button, Form, Links } from '../../ui/actions.tsx'
import { Axis, DeskHead } from '../../ui/axis.tsx'
import { page } from '../../ui/page.tsx'
import { fieldProblems, problemOf } from '../../ui/problems.ts'
import { TextInput } from '../../ui/text-input.tsx'
import { MeetingFields } from './meeting-fields.tsx'
import { MeetingSetup } from './meeting-setup.service.ts'
import { MeetingForm, meetingDraftFrom } from './setup-forms.ts'

interface Typed {
  draft: MeetingDraft
  firstDay: string
  lastDay: string
}

/** A new meeting, from nothing. Only its desk shows it until somebody announces it or publishes its agenda. */
@ApiExcludeController()
@Policy(roleEverywhere('configure-meeting'))
@Controller(':locale/desk/new')
export class NewMeetingPages {
  constructor(
    @Inject(MeetingSetup) private readonly setup: MeetingSetup,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'baseUrl'>,
  ) {}

  @Get()
  blank(@Ctx() ctx: RequestContext): HtmlResponse {
    return this.draw(ctx, { draft: { ...BLANK_MEETING, mainLanguage: ctx.locale }, firstDay: '', lastDay: '' })
  }

  @Post()
  async create(@Ctx() ctx: RequestContext, @Body() body: unknown): Promise<Sendable> {
    const by = ctx.reader?.person
    if (!by) throw new NotFound()
    const { value: form, errors } = parseForm(MeetingForm, body)
    if (!form) return this.draw(ctx, { draft: BLANK_MEETING, firstDay: '', lastDay: '' }, errors)
    const draft = meetingDraftFrom(form)
    const typed = { draft, firstDay: form.firstDay ?? '', lastDay: form.lastDay ?? '' }
    const span = daysBetween(typed.firstDay, typed.lastDay)
    if (span.errors) return this.draw(ctx, typed, [...meetingErrors(draft), ...span.errors])
    try {
      const meeting = await this.setup.create(draft, span.days, by)
      return redirect(`/${ctx.locale}/desk/${meeting.slug}/settings/meeting?saved=new`)
    } catch (error) {
      if (error instanceof InvalidInput) return this.draw(ctx, typed, error.fields)
      throw error
    }
  }

  private draw(ctx: RequestContext, typed: Typed, fields: readonly FieldError[] = []): HtmlResponse {
    const { t, locale } = ctx
    const errors = fieldProblems(locale, fields)
    const base = `/${locale}/desk/new`
    return page(
      ctx,
      {
        title: t('setup:new.title'),
        desk: { sections: [] },
        errors,
        scripts: ['combobox'],
        children: (
          <>
            <DeskHead t={t} errors={errors} title={t('setup:new.title')} under={t('setup:new.lead')}>
              <Links
                links={[
                  { href: `${base}/copy`, children: t('setup:new.copy') },
                  { href: `${base}/file`, children: t('setup:new.file') },
                ]}
              />
            </DeskHead>
            <Form action={base}>
              <Axis title={t('setup:new.when')}>
                <div class="form">
                  <div class="pair">
                    <TextInput
                      t={t}
                      type="date"
                      name="firstDay"
                      label={t('setup:new.firstDay')}
                      value={typed.firstDay}
                      error={problemOf(errors, 'firstDay')}
                    />
                    <TextInput
                      t={t}
                      type="date"
                      name="lastDay"
                      label={t('setup:new.lastDay')}
                      value={typed.lastDay}
                      error={problemOf(errors, 'lastDay')}
                    />
                  </div>
                  <p class="hint">{t('setup:new.daysHint')}</p>
                </div>
              </Axis>
              <MeetingFields
                t={t}
                locale={locale}
                draft={typed.draft}
                errors={errors}
                site={new URL('/', this.settings.baseUrl).href}
              />
              <div class="axis">
                <div class="flow">
                  <p class="quiet">{t('setup:new.hidden')}</p>
                  <Actions>
                    <Button>{t('setup:new.create')}</Button>
                  </Actions>
                </div>
              </div>
            </Form>
          </>
        ),
      },
      { status: fields.length ? 422 : 200 },
    )
  }
}
