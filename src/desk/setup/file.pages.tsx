import { Controller, Get, Inject, Post, Req } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import { IsOptional, IsString, MaxLength } from 'class-validator'
import type { FastifyRequest } from 'fastify'
import { DomainError, InvalidInput, NotFound, type FieldError } from '../../kernel/domain-error.ts'
import { slugErrors } from '../../meetings/meeting-draft.ts'
import { SlugNotPossible } from '../../meetings/meetings.service.ts'
import { roleEverywhere } from '../../people/role-policy.ts'
import { readUpload, Uploads } from '../../platform/files/read-upload.ts'
import { isTooDeep } from '../../platform/http/body-parsers.ts'
import { parseForm } from '../../platform/http/form.ts'
import { redirect, type HtmlResponse, type Sendable } from '../../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { hasWords, wordsFor } from '../../platform/i18n/i18n.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { Actions, Button, Form } from '../../ui/actions.tsx'
import { Axis, DeskHead } from '../../ui/axis.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { Field } from '../../ui/field.tsx'
import { page } from '../../ui/page.tsx'
import { fieldProblems, problemOf } from '../../ui/problems.ts'
import { Terms } from '../../ui/terms.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { Tick } from '../../ui/tick.tsx'
import { checkMeetingFile } from '../meeting-file/check-meeting-file.ts'
import { LoadMeeting } from '../meeting-file/load-meeting.service.ts'
import type { MeetingFile } from '../meeting-file/meeting-file.ts'
import { UnreadableDate } from '../meeting-file/relative-date.ts'
import { localize } from '../../kernel/localized-text.ts'

/** What a form can carry from the first look to the loading; more is for `plenary load`. */
const MOST_CHARACTERS = 200_000

/** The form beside the file, and after the first look the file itself. */
export class FileForm {
  @IsOptional() @IsString() @MaxLength(MOST_CHARACTERS) json?: string
  @IsOptional() @IsString() @MaxLength(100) slug?: string
  @IsOptional() @IsString() @MaxLength(10) releases?: string
}

/** A file that was looked at: what is in it, or what is wrong with it. */
type Looked = { json: string; file: MeetingFile; problems?: never } | { problems: readonly FieldError[]; json?: never }

/** A meeting from our own file, as `plenary export` writes it: looked at first, then loaded whole or not at all. */
@ApiExcludeController()
@Policy(roleEverywhere('configure-meeting'))
@Controller(':locale/desk/new/file')
export class MeetingFilePages {
  constructor(@Inject(LoadMeeting) private readonly load: LoadMeeting) {}

  @Get()
  give(@Ctx() ctx: RequestContext): HtmlResponse {
    return this.draw(ctx)
  }

  @Post()
  @Uploads()
  async take(@Ctx() ctx: RequestContext, @Req() request: FastifyRequest): Promise<Sendable> {
    const { body, files } = await readUpload(request)
    const { value: form, errors } = parseForm(FileForm, body)
    if (!form) return this.draw(ctx, { fields: errors })
    const given = files.get('file')
    const json = given ? given.bytes.toString('utf8') : (form.json ?? '')
    if (!json.trim()) return this.draw(ctx, { fields: [{ pointer: '/file', message: 'file.missing' }] })
    if (given?.truncated || json.length > MOST_CHARACTERS)
      return this.draw(ctx, { fields: [{ pointer: '/file', message: 'meeting.file-too-large' }] })
    const looked = lookAt(json)
    if (looked.problems) return this.draw(ctx, { looked })
    if (given) return this.draw(ctx, { looked, slug: looked.file.meeting.slug })
    return this.loadIt(ctx, looked, (form.slug ?? '').trim().toLowerCase(), form.releases === 'yes')
  }

  private async loadIt(
    ctx: RequestContext,
    looked: Extract<Looked, { json: string }>,
    slug: string,
    releases: boolean,
  ): Promise<Sendable> {
    if (!ctx.reader) throw new NotFound()
    const wrong = slugErrors(slug)
    if (wrong.length) return this.draw(ctx, { looked, slug, releases, fields: wrong })
    const { file } = looked
    const order = { ...file, meeting: { ...file.meeting, slug } }
    try {
      const options = { hidden: true, by: ctx.reader.person, ...(releases ? {} : { atRelease: 0 }) }
      const made = await this.load.load(order, options)
      return redirect(`/${ctx.locale}/desk/${made.slug}/settings/meeting?saved=new`)
    } catch (error) {
      if (error instanceof SlugNotPossible)
        return this.draw(ctx, {
          looked,
          slug,
          releases,
          fields: [{ pointer: '/slug', message: 'meeting.slug-taken' }],
        })
      // Nothing was kept: what the rules of sessions and releases refuse is a problem of the file.
      if (error instanceof InvalidInput || error instanceof UnreadableDate || error instanceof DomainError)
        return this.draw(ctx, { looked: { problems: refusals(error) } })
      throw error
    }
  }

  private draw(
    ctx: RequestContext,
    said: { fields?: readonly FieldError[]; looked?: Looked; slug?: string; releases?: boolean } = {},
  ): HtmlResponse {
    const { t, locale } = ctx
    const errors = fieldProblems(locale, said.fields ?? [])
    const action = `/${locale}/desk/new/file`
    const { looked } = said
    return page(
      ctx,
      {
        title: t('setup:file.title'),
        desk: { sections: [] },
        errors,
        children: (
          <>
            <DeskHead t={t} errors={errors} title={t('setup:file.title')} under={t('setup:file.lead')}>
              <a href={`/${locale}/desk/new`}>{t('setup:copy.back')}</a>
            </DeskHead>
            {looked?.problems && <Problems ctx={ctx} problems={looked.problems} />}
            {looked?.json !== undefined ? (
              <Form action={action} enctype="multipart/form-data">
                <Axis title={t('setup:file.would')}>
                  <Inside ctx={ctx} file={looked.file} />
                </Axis>
                <div class="axis">
                  <div class="form">
                    <input type="hidden" name="json" value={looked.json} />
                    <TextInput
                      t={t}
                      name="slug"
                      label={t('setup:meeting.slug')}
                      value={said.slug}
                      spellcheck={false}
                      error={problemOf(errors, 'slug')}
                    />
                    {(looked.file.releases?.length ?? 0) > 0 && (
                      <Tick
                        t={t}
                        name="releases"
                        value="yes"
                        label={t('setup:file.releases')}
                        hint={t('setup:file.releasesHint')}
                        checked={said.releases ?? false}
                      />
                    )}
                    <Actions>
                      <Button>{t('setup:new.create')}</Button>
                    </Actions>
                  </div>
                </div>
              </Form>
            ) : (
              <Form action={action} class="form" enctype="multipart/form-data">
                <Field
                  t={t}
                  name="file"
                  label={t('setup:file.file')}
                  hint={t('setup:file.fileHint')}
                  error={problemOf(errors, 'file')}
                >
                  {(control) => <input type="file" accept=".json,application/json" {...control} />}
                </Field>
                <Actions>
                  <Button>{t('setup:file.look')}</Button>
                </Actions>
                <p class="quiet">{t('setup:file.nothingYet')}</p>
              </Form>
            )}
          </>
        ),
      },
      { status: errors.length || looked?.problems ? 422 : 200 },
    )
  }
}

/** Words of `setup:problem`, as those of a meeting file's check. */
const problem = (pointer: string, what: 'no-json' | 'date'): FieldError => ({ pointer, message: `file.${what}` })

const lookAt = (json: string): Looked => {
  if (isTooDeep(json)) return { problems: [problem('/', 'no-json')] }
  try {
    return { json, file: checkMeetingFile(JSON.parse(json.replace(/^\uFEFF/, ''))) }
  } catch (error) {
    if (error instanceof SyntaxError) return { problems: [problem('/', 'no-json')] }
    if (error instanceof InvalidInput) return { problems: error.fields }
    throw error
  }
}

const refusals = (error: DomainError | UnreadableDate): readonly FieldError[] => {
  if (error instanceof UnreadableDate) return [problem('/meeting/days', 'date')]
  return error.fields.length ? error.fields : [{ pointer: '/sessions', message: `problem.${error.code}` }]
}

/** What is wrong at a place of the file, as a sentence. */
const sentence = ({ message, params }: FieldError, { locale }: RequestContext): string => {
  const own = `setup:problem.${message.replace(/^file\./, '')}`
  if (message.startsWith('file.')) return wordsFor(locale, hasWords(own) ? own : 'setup:problem.other', { ...params })
  const key = `errors:${message}`
  return wordsFor(locale, hasWords(key) ? key : 'setup:problem.other', { ...params })
}

const Problems = ({ ctx, problems }: { ctx: RequestContext; problems: readonly FieldError[] }) => (
  <Axis title={ctx.t('setup:file.problems')} under={ctx.t('setup:file.problemsUnder', { count: problems.length })}>
    <DataTable
      t={ctx.t}
      columns={[{ name: ctx.t('setup:file.where') }, { name: ctx.t('setup:file.what') }]}
      rows={problems
        .slice(0, 200)
        .map((problem) => ({ header: <code>{problem.pointer}</code>, cells: [sentence(problem, ctx)] }))}
    />
  </Axis>
)

const Inside = ({ ctx: { t, locale }, file }: { ctx: RequestContext; file: MeetingFile }) => {
  const main = localize(file.meeting.title, locale, locale)
  return (
    <Terms
      terms={[
        { term: t('setup:meeting.title'), detail: main?.text ?? '' },
        { term: t('setup:nav.days'), detail: t('setup:file.days', { count: file.meeting.days.length }) },
        { term: t('setup:nav.rooms'), detail: t('setup:copy.rooms', { count: file.rooms.length }) },
        { term: t('setup:file.sessions'), detail: t('setup:file.sessionCount', { count: file.sessions.length }) },
        {
          term: t('setup:copy.questions'),
          detail: t('setup:copy.questionCount', { count: file.meeting.registration.questions?.length ?? 0 }),
        },
      ]}
    />
  )
}
