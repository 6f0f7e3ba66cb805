import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import { TRANSLATED, Translating, type NotTranslated, type TranslationEdit } from '../../agenda/translating.service.ts'
import { languageStates, translationOf, type LanguageState, type Translation } from '../../agenda/translations.ts'
import { UndoRefused } from '../../agenda/working-copy-undo.ts'
import { WorkingCopyHistory } from '../../agenda/working-copy-history.service.ts'
import { WorkingCopy } from '../../agenda/working-copy.service.ts'
import { NotFound, type FieldError } from '../../kernel/domain-error.ts'
import { isId } from '../../kernel/id.ts'
import type { Locale } from '../../kernel/locale.ts'
import { roleWith } from '../../people/role-policy.ts'
import { parseForm } from '../../platform/http/form.ts'
import { redirect, type HtmlResponse, type Sendable } from '../../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { capitalized, formatDay } from '../../platform/i18n/formats.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { Actions, Button, Form, Links } from '../../ui/actions.tsx'
import { DeskHead } from '../../ui/axis.tsx'
import { languageName } from '../../ui/language-codes.tsx'
import { Empty, Note } from '../../ui/note.tsx'
import { page } from '../../ui/page.tsx'
import { fieldProblems } from '../../ui/problems.ts'
import { Select } from '../../ui/select.tsx'
import { Tick } from '../../ui/tick.tsx'
import { whyNotUndone } from '../agenda/undo-words.ts'
import { DeskRooms, type DeskRoom } from '../desk-room.service.ts'
import { BenchText, Completeness, textName, type Conflict } from './bench-page.tsx'
import { benchAddress, BenchQuery, mostDue, SHOWN_STATES, shownOf, TEXTS_A_PAGE } from './bench-query.ts'
import { BenchForm } from './translate.forms.ts'

/** The translators' bench: source and translation side by side. */
@ApiExcludeController()
@Policy(roleWith('translate'))
@Controller(':locale/desk/:meeting/translate')
export class DeskTranslatePages {
  constructor(
    @Inject(DeskRooms) private readonly rooms: DeskRooms,
    @Inject(Translating) private readonly translating: Translating,
    @Inject(WorkingCopy) private readonly workingCopy: WorkingCopy,
    @Inject(WorkingCopyHistory) private readonly history: WorkingCopyHistory,
  ) {}

  @Get()
  async bench(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Query() query: BenchQuery,
  ): Promise<HtmlResponse> {
    return this.draw(ctx, await this.rooms.enter(ctx, slug, 'translate'), query)
  }

  @Post()
  async save(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Query() query: BenchQuery,
    @Body() body: unknown,
  ): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'translate')
    const { to } = query
    const { value: form, errors } = parseForm(BenchForm, body)
    if (!to || to === room.meeting.mainLanguage) throw new NotFound()
    if (!form) return this.draw(ctx, room, query, { fields: errors })
    const edits = (form.texts ?? []).map(({ key, seen, target = '', confirmed }): TranslationEdit => ({
      key,
      seen,
      target,
      confirmed: confirmed === 'yes',
    }))
    const options = { machine: form.machine === 'yes' }
    const { saved, conflicts } = await this.translating.save(room.meeting.id, to, edits, room.person, options)
    if (conflicts.length) return this.draw(ctx, room, query, { conflicts, edits })
    return redirect(benchAddress(`${room.path}/translate`, { ...query, saved: String(saved) }))
  }

  /** Takes a save at the bench back: of translations, and of nothing else that was done to the agenda. */
  @Post('undo/:id')
  async undo(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('id') id: string,
    @Query() query: BenchQuery,
  ): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'translate')
    if (!isId(id)) throw new NotFound()
    try {
      await this.workingCopy.undo(room.meeting.id, id, room.person, TRANSLATED)
    } catch (error) {
      if (error instanceof UndoRefused) return this.draw(ctx, room, query, { refused: error })
      throw error
    }
    return redirect(benchAddress(`${room.path}/translate`, { ...query, saved: 'undone' }))
  }

  private async draw(
    ctx: RequestContext,
    room: DeskRoom,
    query: BenchQuery,
    said: {
      fields?: readonly FieldError[] | undefined
      conflicts?: readonly NotTranslated[]
      edits?: readonly TranslationEdit[]
      refused?: UndoRefused
    } = {},
  ): Promise<HtmlResponse> {
    const { t, locale } = ctx
    const { meeting, path } = room
    const base = `${path}/translate`
    const [{ texts, pairs }, [newest]] = await Promise.all([
      this.translating.state(meeting.id),
      this.history.recent(meeting.id, { limit: 1 }),
    ])
    const main = meeting.mainLanguage
    const states = languageStates(texts, main, meeting.workingLanguages, pairs)
    const asked = states.some((state) => state.locale === query.to) ? query.to : mostDue(states)
    const { refused } = said
    const errors = [
      ...fieldProblems(locale, said.fields ?? []),
      ...(refused ? [{ name: '', message: whyNotUndone(refused, { t, locale, meeting }) }] : []),
    ]
    const conflicts = new Map(
      (said.conflicts ?? []).map(({ key, why }): [string, Conflict] => {
        return [key, { why, typed: said.edits?.find((edit) => edit.key === key)?.target ?? '' }]
      }),
    )
    const all = asked ? texts.flatMap((text) => translationOf(text, main, asked, pairs) ?? []) : []
    const found = conflicts.size ? all.filter(({ text }) => conflicts.has(text.key)) : shownOf(all, query)
    const number = Math.max(1, Number(query.page) || 1)
    const shown = found.slice((number - 1) * TEXTS_A_PAGE, number * TEXTS_A_PAGE)
    const action = asked && benchAddress(base, { ...query, to: asked, saved: '' })
    return page(
      ctx,
      {
        title: t('desk:sections.translate'),
        ...room.frame,
        errors,
        children: (
          <>
            <DeskHead
              t={t}
              errors={errors}
              title={
                asked
                  ? t('translate:title', { from: nameOf(main, locale), into: languageName(locale, asked) })
                  : t('desk:sections.translate')
              }
              under={t('translate:lead')}
            >
              {asked && (
                <Links
                  links={[
                    { href: `${base}/export.xlsx?to=${asked}`, children: t('translate:file.out') },
                    { href: `${base}/file?to=${asked}`, children: t('translate:file.in') },
                  ]}
                />
              )}
            </DeskHead>
            {query.saved && !conflicts.size && !refused && (
              <SavedNote
                t={t}
                saved={query.saved}
                undo={
                  newest?.action === TRANSLATED && newest.by === room.person && !newest.undone
                    ? benchAddress(`${base}/undo/${newest.id}`, { ...query, saved: '' })
                    : undefined
                }
              />
            )}
            {conflicts.size > 0 && (
              <Note>
                <p role="alert">
                  <strong>{t('translate:conflict.title', { count: conflicts.size })}</strong>{' '}
                  {t('translate:conflict.others')}
                </p>
              </Note>
            )}
            {asked ? (
              <>
                <Completeness
                  t={t}
                  locale={locale}
                  states={states}
                  current={asked}
                  href={(to) => benchAddress(base, { to, ...(query.of && { of: query.of }) })}
                />
                <Filters ctx={ctx} room={room} query={{ ...query, to: asked }} states={states} base={base} />
                {shown.length === 0 && <Empty>{t('translate:none')}</Empty>}
                {shown.length > 0 && (
                  <Form action={action ?? base}>
                    <div class="words-head" aria-hidden="true">
                      <span>{t('translate:source', { language: nameOf(main, locale) })}</span>
                      <span>{nameOf(asked, locale)}</span>
                    </div>
                    {shown.map((one, index) => (
                      <BenchText
                        t={t}
                        locale={locale}
                        main={main}
                        one={one}
                        index={index}
                        conflict={conflicts.get(one.text.key)}
                      />
                    ))}
                    <div class="flow">
                      <Tick
                        t={t}
                        name="machine"
                        value="yes"
                        label={t('translate:machine')}
                        hint={t('translate:machineHint')}
                      />
                      <Actions>
                        <Button>{t('translate:save')}</Button>
                      </Actions>
                    </div>
                  </Form>
                )}
                <Pages t={t} query={{ ...query, to: asked }} base={base} number={number} found={found} />
              </>
            ) : (
              <Empty>{t('translate:oneLanguage')}</Empty>
            )}
          </>
        ),
      },
      { status: refused ? refused.status : errors.length ? 422 : conflicts.size ? 409 : 200 },
    )
  }
}

const nameOf = (tag: Locale, locale: Locale): string => capitalized(languageName(locale, tag), locale)

/** What of the bench is shown: language, state, day. */
const Filters = ({
  ctx: { t, locale },
  room: { meeting },
  query,
  states,
  base,
}: {
  ctx: RequestContext
  room: DeskRoom
  query: BenchQuery
  states: readonly LanguageState[]
  base: string
}) => (
  <form class="filters" method="get" action={base} aria-label={t('translate:filter.label')}>
    <Select
      t={t}
      name="to"
      label={t('translate:filter.into')}
      options={states.map((state) => ({ value: state.locale, label: nameOf(state.locale, locale) }))}
      value={query.to}
    />
    <Select
      t={t}
      name="state"
      label={t('translate:filter.state')}
      options={SHOWN_STATES.map((value) => ({ value, label: t(`translate:filter.${value}`) }))}
      value={query.state ?? 'due'}
    />
    <Select
      t={t}
      name="of"
      label={t('translate:filter.of')}
      blank={t('translate:filter.everything')}
      options={[
        ...meeting.days.map(({ date }) => ({
          value: date.toString(),
          label: capitalized(formatDay(date, locale, { weekday: true, year: false }), locale),
        })),
        { value: 'rooms', label: t('translate:filter.rooms') },
      ]}
      value={query.of ?? ''}
    />
    <Button second>{t('translate:filter.show')}</Button>
  </form>
)

/** How many texts were saved, and the button that takes them back; or that they were. */
const SavedNote = ({ t, saved, undo }: { t: RequestContext['t']; saved: string; undo: string | undefined }) => (
  <Note>
    <p role="status">
      {saved === 'undone' ? t('plan:saved.undone') : t('translate:saved', { count: Number(saved) || 0 })}
    </p>
    {undo && saved !== 'undone' && (
      <Form action={undo}>
        <Actions>
          <Button second>{t('plan:saved.undo')}</Button>
        </Actions>
      </Form>
    )}
  </Note>
)

const Pages = ({
  t,
  query,
  base,
  number,
  found,
}: {
  t: RequestContext['t']
  query: BenchQuery
  base: string
  number: number
  found: readonly Translation[]
}) => {
  const last = Math.ceil(found.length / TEXTS_A_PAGE)
  const to = (page: number): string => benchAddress(base, { ...query, page: String(page), saved: '' })
  if (last <= 1) return null
  return (
    <nav aria-label={t('translate:pages')}>
      <Links
        links={[
          ...(number > 1 ? [{ href: to(number - 1), children: t('translate:before'), rel: 'prev' }] : []),
          ...(number < last
            ? [
                {
                  href: to(number + 1),
                  children: t('translate:next', { name: textName(t, found[number * TEXTS_A_PAGE]!) }),
                  rel: 'next',
                },
              ]
            : []),
        ]}
      />
    </nav>
  )
}
