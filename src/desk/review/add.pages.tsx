import { randomUUID } from 'node:crypto'
import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common'
import { InvalidInput, type FieldError } from '../../kernel/domain-error.ts'
import { roleWith } from '../../people/role-policy.ts'
import { parseForm } from '../../platform/http/form.ts'
import { redirect, type HtmlResponse, type Sendable } from '../../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { claimFrom, wishesFrom } from '../../registration/form/registration-forms.dto.ts'
import { Additions, RegisteredAlready } from '../../registration/review/additions.service.ts'
import { Actions, Button, Form, Links } from '../../ui/actions.tsx'
import { DeskHead } from '../../ui/axis.tsx'
import { page } from '../../ui/page.tsx'
import { fieldProblems, problemOf } from '../../ui/problems.ts'
import { RadioChoices } from '../../ui/radio-choices.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { DeskRooms, type DeskRoom } from '../desk-room.service.ts'
import { AddForm } from './people.forms.ts'
import { SaidFields } from './said-fields.tsx'

/** Registers somebody by hand: who wrote a letter, telephoned, or stands at the desk. */
@Policy(roleWith('review-registrations'))
@Controller(':locale/desk/:meeting/review/add')
export class DeskAddPages {
  constructor(
    @Inject(DeskRooms) private readonly rooms: DeskRooms,
    @Inject(Additions) private readonly additions: Additions,
  ) {}

  @Get()
  async ask(@Ctx() ctx: RequestContext, @Param('meeting') slug: string): Promise<HtmlResponse> {
    return this.show(ctx, await this.rooms.enter(ctx, slug, 'review'), { submissionId: randomUUID() })
  }

  @Post()
  async add(@Ctx() ctx: RequestContext, @Param('meeting') slug: string, @Body() body: unknown): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'review')
    const { value: form, errors } = parseForm(AddForm, body)
    if (errors) return this.show(ctx, room, { submissionId: randomUUID() }, errors)
    try {
      const id = await this.additions.add(room.meeting, room.person, {
        names: { givenNames: form.names?.givenNames ?? '', familyName: form.names?.familyName ?? '' },
        jobTitle: form.jobTitle ?? '',
        email: form.email ?? '',
        contactEmail: form.contactEmail ?? '',
        claim: claimFrom(form.claim ?? {}),
        wishes: wishesFrom(form.days).map((wish) => ({ ...wish, meanwhile: wish.mode === 'in-person' })),
        language: form.language ?? room.meeting.mainLanguage,
        verified: form.verified === 'yes',
        ...(form.turn === 'now' && { outOfTurn: form.why ?? '' }),
        submissionId: form.submissionId ?? randomUUID(),
      })
      return redirect(`${room.path}/review/${id}`)
    } catch (error) {
      if (error instanceof InvalidInput) return this.show(ctx, room, form, error.fields)
      if (error instanceof RegisteredAlready)
        return this.show(ctx, room, form, [{ pointer: '/email', message: 'review.address.registered' }])
      throw error
    }
  }

  private show(ctx: RequestContext, room: DeskRoom, form: AddForm, fields: readonly FieldError[] = []): HtmlResponse {
    const { t, locale } = ctx
    const { meeting } = room
    const errors = fieldProblems(locale, fields)
    const base = `${room.path}/review`
    const title = t('review:add.title')
    return page(
      ctx,
      {
        title,
        ...room.frame,
        errors,
        scripts: ['combobox'],
        children: (
          <>
            <DeskHead t={t} errors={errors} title={title} under={t('review:add.under')}>
              <Links links={[{ href: base, children: t('review:toQueue') }]} />
            </DeskHead>
            <Form class="form" action={`${base}/add`}>
              <input type="hidden" name="submissionId" value={form.submissionId ?? randomUUID()} />
              <TextInput
                t={t}
                name="names[givenNames]"
                label={t('registration:you.given')}
                hint={t('review:add.givenHint')}
                value={form.names?.givenNames}
                error={problemOf(errors, 'names[givenNames]')}
                spellcheck={false}
                autocomplete="off"
              />
              <TextInput
                t={t}
                name="names[familyName]"
                label={t('registration:you.family')}
                optional
                value={form.names?.familyName}
                error={problemOf(errors, 'names[familyName]')}
                spellcheck={false}
                autocomplete="off"
              />
              <TextInput
                t={t}
                name="jobTitle"
                label={t('registration:you.job')}
                optional
                value={form.jobTitle}
                error={problemOf(errors, 'jobTitle')}
              />
              <TextInput
                t={t}
                name="email"
                type="email"
                label={t('review:add.email')}
                hint={t('review:add.emailHint')}
                value={form.email}
                error={problemOf(errors, 'email')}
                spellcheck={false}
                autocomplete="off"
              />
              <TextInput
                t={t}
                name="contactEmail"
                type="email"
                label={t('review:add.contact')}
                hint={t('review:add.contactHint')}
                optional
                value={form.contactEmail}
                error={problemOf(errors, 'contactEmail')}
                spellcheck={false}
                autocomplete="off"
              />
              <SaidFields t={t} locale={locale} meeting={meeting} form={form} errors={errors} />
              <RadioChoices
                t={t}
                name="verified"
                label={t('review:add.verified')}
                choices={[
                  { value: 'yes', label: t('review:add.vouch'), note: t('review:add.vouchNote') },
                  { value: 'no', label: t('review:add.check'), note: t('review:add.checkNote') },
                ]}
                value={form.verified ?? 'yes'}
                error={problemOf(errors, 'verified')}
              />
              <RadioChoices
                t={t}
                name="turn"
                label={t('review:add.turn')}
                choices={[
                  { value: 'line', label: t('review:add.line'), note: t('review:add.full') },
                  { value: 'now', label: t('review:add.now'), note: t('review:add.nowNote'), then: true },
                ]}
                value={form.turn ?? 'line'}
                error={problemOf(errors, 'turn')}
              >
                <TextInput
                  t={t}
                  name="why"
                  label={t('places:entry.why')}
                  hint={t('places:entry.whyHint')}
                  value={form.why}
                  error={problemOf(errors, 'why')}
                />
              </RadioChoices>
              <Actions>
                <Button>{t('review:add.do')}</Button> <a href={base}>{t('review:toQueue')}</a>
              </Actions>
            </Form>
          </>
        ),
      },
      { status: errors.length ? 422 : 200 },
    )
  }
}
