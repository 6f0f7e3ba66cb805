import { Body, Controller, Get, Inject, Post } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import { Type } from 'class-transformer'
import { IsIn, IsObject, IsOptional, IsString, MaxLength, ValidateNested } from 'class-validator'
import { InvalidInput, NotFound, type FieldError } from '../../kernel/domain-error.ts'
import { LOCALES, type Locale } from '../../kernel/locale.ts'
import { cleanLocalizedText, type LocalizedText } from '../../kernel/localized-text.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { daysBetween, slugErrors } from '../../meetings/meeting-draft.ts'
import { wordsOf } from '../../meetings/meeting-frame.ts'
import { Meetings, SlugNotPossible } from '../../meetings/meetings.service.ts'
import { roleEverywhere } from '../../people/role-policy.ts'
import { parseForm } from '../../platform/http/form.ts'
import { redirect, type HtmlResponse, type Sendable } from '../../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { Actions, Button, Form } from '../../ui/actions.tsx'
import { Axis, DeskHead } from '../../ui/axis.tsx'
import { page } from '../../ui/page.tsx'
import { fieldProblems, problemOf } from '../../ui/problems.ts'
import { Select } from '../../ui/select.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { Tick } from '../../ui/tick.tsx'
import { TextsDto } from '../agenda/session-form.ts'
import { Tongues } from '../agenda/tongues.tsx'
import { ExportMeeting } from '../meeting-file/export-meeting.service.ts'
import { LoadMeeting } from '../meeting-file/load-meeting.service.ts'
import type { MeetingFile } from '../meeting-file/meeting-file.ts'
import { copyOf, lostHours, type CopyOrder } from './copy.ts'
import { CopyPreview } from './copy-preview.tsx'
import { textsFrom } from './setup-forms.ts'

/** The form of a copy. */
export class CopyForm {
  /** The address of the meeting that is copied. */
  @IsOptional() @IsString() @MaxLength(100) from?: string
  @IsOptional() @IsString() @MaxLength(100) slug?: string
  @IsOptional() @IsObject() @ValidateNested() @Type(() => TextsDto) title?: TextsDto
  @IsOptional() @IsObject() @ValidateNested() @Type(() => TextsDto) shortTitle?: TextsDto
  @IsOptional() @IsString() @MaxLength(40) firstDay?: string
  @IsOptional() @IsString() @MaxLength(10) officers?: string
  @IsIn(['choose', 'look', 'again', 'create']) do: 'choose' | 'look' | 'again' | 'create'
}

interface Typed {
  from: string
  slug: string
  title: LocalizedText
  shortTitle: LocalizedText
  firstDay: string
  officers: boolean
}

/** What is drawn beside the form. */
interface Drawn {
  fields?: readonly FieldError[]
  /** The copy as it would be. */
  copy?: MeetingFile
}

/** A new meeting like an earlier one: chosen, named, looked at, then made. */
@ApiExcludeController()
@Policy(roleEverywhere('configure-meeting'))
@Controller(':locale/desk/new/copy')
export class CopyMeetingPages {
  constructor(
    @Inject(Meetings) private readonly meetings: Meetings,
    @Inject(ExportMeeting) private readonly exports: ExportMeeting,
    @Inject(LoadMeeting) private readonly load: LoadMeeting,
  ) {}

  @Get()
  async choose(@Ctx() ctx: RequestContext): Promise<HtmlResponse> {
    return this.draw(ctx, undefined)
  }

  @Post()
  async take(@Ctx() ctx: RequestContext, @Body() body: unknown): Promise<Sendable> {
    const { value: form, errors } = parseForm(CopyForm, body)
    if (!form) return this.draw(ctx, undefined, undefined, { fields: errors })
    const meeting = await this.meetings.bySlug(form.from ?? '')
    if (!meeting) {
      const fields = [{ pointer: '/from', message: 'meeting.none-chosen' }]
      return this.draw(ctx, undefined, undefined, { fields })
    }
    if (form.do === 'choose') return this.draw(ctx, meeting, likeIt(meeting))
    const typed: Typed = {
      from: meeting.slug,
      slug: (form.slug ?? '').trim().toLowerCase(),
      title: cleanLocalizedText(textsFrom(form.title)),
      shortTitle: cleanLocalizedText(textsFrom(form.shortTitle)),
      firstDay: form.firstDay ?? '',
      officers: form.officers === 'yes',
    }
    if (form.do === 'again') return this.draw(ctx, meeting, typed)
    try {
      const copy = copyOf(await this.exports.export(meeting), await this.orderFrom(typed, meeting.mainLanguage))
      if (form.do === 'look') return this.draw(ctx, meeting, typed, { copy })
      const made = await this.load.load(copy, { hidden: true, by: personIn(ctx) })
      return redirect(`/${ctx.locale}/desk/${made.slug}/settings/meeting?saved=new`)
    } catch (error) {
      if (error instanceof InvalidInput) return this.draw(ctx, meeting, typed, { fields: error.fields })
      if (!(error instanceof SlugNotPossible)) throw error
      const fields = [{ pointer: '/slug', message: 'meeting.slug-taken' }]
      return this.draw(ctx, meeting, typed, { fields })
    }
  }

  /** @throws InvalidInput with all that is wrong */
  private async orderFrom(typed: Typed, main: Locale): Promise<CopyOrder> {
    const { days, errors = [] } = daysBetween(typed.firstDay, '')
    const wrong = slugErrors(typed.slug)
    const taken = !wrong.length && (await this.meetings.bySlug(typed.slug))
    const fields: FieldError[] = [
      ...wrong,
      ...(taken ? [{ pointer: '/slug', message: 'meeting.slug-taken' }] : []),
      ...(['title', 'shortTitle'] as const).flatMap((name) =>
        typed[name][main] ? [] : [{ pointer: `/${name}/${main}`, message: 'meeting.words-missing' }],
      ),
      ...errors,
    ]
    if (fields.length || !days) throw new InvalidInput({ fields })
    return { ...typed, firstDay: days[0]! }
  }

  private async draw(
    ctx: RequestContext,
    meeting: Meeting | undefined,
    typed?: Typed,
    { fields = [], copy }: Drawn = {},
  ): Promise<HtmlResponse> {
    const { t, locale } = ctx
    const errors = fieldProblems(locale, fields)
    const action = `/${locale}/desk/new/copy`
    const all = meeting ? [] : await this.meetings.list()
    return page(
      ctx,
      {
        title: t('setup:copy.title'),
        desk: { sections: [] },
        errors,
        children: (
          <>
            <DeskHead t={t} errors={errors} title={t('setup:copy.title')} under={t('setup:copy.lead')}>
              <a href={`/${locale}/desk/new`}>{t('setup:copy.back')}</a>
            </DeskHead>
            {!typed && (
              <Form action={action} class="form">
                <Select
                  t={t}
                  name="from"
                  label={t('setup:copy.from')}
                  blank={t('setup:choose')}
                  options={all.map((one) => ({ value: one.slug, label: wordsOf(one.title, one, locale).text }))}
                  error={problemOf(errors, 'from')}
                />
                <Actions>
                  <Button name="do" value="choose">
                    {t('setup:copy.continue')}
                  </Button>
                </Actions>
              </Form>
            )}
            {typed && meeting && copy && (
              <CopyPreview
                t={t}
                locale={locale}
                meeting={meeting}
                copy={copy}
                lost={lostHours(copy)}
                action={action}
                sent={sentOf(typed)}
              />
            )}
            {typed && meeting && !copy && (
              <Form action={action}>
                <input type="hidden" name="from" value={typed.from} />
                <Axis title={t('setup:copy.like')} under={wordsOf(meeting.shortTitle, meeting, locale).text}>
                  <div class="form">
                    <TextInput
                      t={t}
                      type="date"
                      name="firstDay"
                      label={t('setup:new.firstDay')}
                      hint={t('setup:copy.firstDayHint', { count: meeting.days.length })}
                      value={typed.firstDay}
                      error={problemOf(errors, 'firstDay')}
                    />
                    <TextInput
                      t={t}
                      name="slug"
                      label={t('setup:meeting.slug')}
                      value={typed.slug}
                      spellcheck={false}
                      error={problemOf(errors, 'slug')}
                    />
                    <Tick
                      t={t}
                      name="officers"
                      value="yes"
                      label={t('setup:copy.officers')}
                      hint={t('setup:copy.officersHint')}
                      checked={typed.officers}
                    />
                  </div>
                </Axis>
                <Axis title={t('setup:meeting.title')}>
                  <Tongues
                    t={t}
                    name="title"
                    label={t('setup:meeting.title')}
                    text={typed.title}
                    rows={2}
                    errors={errors}
                  />
                </Axis>
                <Axis title={t('setup:meeting.shortTitle')}>
                  <Tongues
                    t={t}
                    name="shortTitle"
                    label={t('setup:meeting.shortTitle')}
                    text={typed.shortTitle}
                    rows={1}
                    errors={errors}
                  />
                </Axis>
                <div class="axis">
                  <Actions>
                    <Button name="do" value="look">
                      {t('setup:copy.look')}
                    </Button>
                  </Actions>
                </div>
              </Form>
            )}
          </>
        ),
      },
      { status: fields.length ? 422 : 200 },
    )
  }
}

/** The form before anything is typed: the words of the other, which are mostly right. */
const likeIt = (meeting: Meeting): Typed => ({
  from: meeting.slug,
  slug: '',
  title: meeting.title,
  shortTitle: meeting.shortTitle,
  firstDay: '',
  officers: false,
})

/** What was typed, as the fields of the form that makes the copy. */
const sentOf = (typed: Typed): [string, string][] => [
  ['from', typed.from],
  ['slug', typed.slug],
  ['firstDay', typed.firstDay],
  ...(typed.officers ? [['officers', 'yes'] as [string, string]] : []),
  ...LOCALES.flatMap((locale): [string, string][] => [
    [`title[${locale}]`, typed.title[locale] ?? ''],
    [`shortTitle[${locale}]`, typed.shortTitle[locale] ?? ''],
  ]),
]

const personIn = ({ reader }: RequestContext) => {
  if (!reader) throw new NotFound()
  return reader.person
}
