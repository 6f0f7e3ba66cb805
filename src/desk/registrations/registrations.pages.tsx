import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common'
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator'
import { constituency } from '../../delegations/constituency.ts'
import { state as stateWithCode, stateFrom } from '../../delegations/state.ts'
import { InvalidInput, type FieldError } from '../../kernel/domain-error.ts'
import { asId } from '../../kernel/id.ts'
import { roleWith } from '../../people/role-policy.ts'
import { parseForm } from '../../platform/http/form.ts'
import { redirect, type HtmlResponse, type Sendable } from '../../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { formatDay } from '../../platform/i18n/formats.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { PLACE_MODES, type PlaceMode, type RegistrationState } from '../../registration/registration.ts'
import {
  RegistrationList,
  type ListedRegistration,
  type ListFilter,
} from '../../registration/registration-list.service.ts'
import { Review } from '../../registration/review.service.ts'
import { DeskHead } from '../../ui/axis.tsx'
import { Filters } from '../../ui/filters.tsx'
import { Figures } from '../../ui/figures.tsx'
import { page } from '../../ui/page.tsx'
import { fieldProblems } from '../../ui/problems.ts'
import { Select } from '../../ui/select.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { DeskRooms, type DeskRoom } from '../desk-room.service.ts'
import { constituencyName, nameOf, RegistrationsTable } from './registrations-table.tsx'
import { ReviewPage } from './review-page.tsx'

const LISTED_STATES = [
  'requested',
  'confirmed',
  'declined',
  'withdrawn',
] as const satisfies readonly RegistrationState[]

/** What the filters of the list say; whatever makes no sense is not asked. */
export class FilterQuery {
  @IsOptional() @IsString() @MaxLength(200) q?: string
  @IsOptional() @IsString() status?: string
  @IsOptional() @IsString() as?: string
  @IsOptional() @IsString() day?: string
  @IsOptional() @IsString() mode?: string
  /** The last registration of the page before. */
  @IsOptional() @IsString() after?: string
}

/** What an organiser decides. */
export class DecisionForm {
  @IsIn(['confirm', 'decline']) do: 'confirm' | 'decline'
  @IsOptional() @IsString() constituency?: string
  /** A State as typed or chosen, for who represents one. */
  @IsOptional() @IsString() @MaxLength(200) state?: string
  @IsOptional() @IsString() @MaxLength(1000) why?: string
}

const filterFrom = (query: FilterQuery, days: readonly string[]): ListFilter => {
  const state = LISTED_STATES.find((one) => one === query.status)
  const mode: PlaceMode | undefined = PLACE_MODES.find((one) => one === query.mode)
  return {
    ...(state && { state }),
    ...(query.status === 'waiting' && { waiting: true }),
    ...(query.as && constituency(query.as) && { constituency: query.as }),
    ...(query.day && days.includes(query.day) && { day: query.day }),
    ...(mode && { mode }),
    ...(query.q?.trim() && { search: query.q.trim() }),
  }
}

/** The organisers' pages of registrations: the list, and each request to decide on. */
@Policy(roleWith('review-registrations'))
@Controller(':locale/desk/:meeting/registrations')
export class DeskRegistrationPages {
  constructor(
    @Inject(DeskRooms) private readonly rooms: DeskRooms,
    @Inject(RegistrationList) private readonly registrations: RegistrationList,
    @Inject(Review) private readonly review: Review,
  ) {}

  @Get()
  async list(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Query() query: FilterQuery,
  ): Promise<HtmlResponse> {
    const { t, locale } = ctx
    const room = await this.rooms.enter(ctx, slug, 'registrations')
    const { meeting, path } = room
    const base = `${path}/registrations`
    const filter = filterFrom(
      query,
      meeting.days.map((day) => day.date.toString()),
    )
    const [found, counts] = await Promise.all([
      this.registrations.list(meeting.id, filter, query.after ? { after: query.after } : {}),
      this.registrations.counts(meeting.id),
    ])
    const asked = new URLSearchParams(
      Object.entries({ ...query }).filter(([name, value]) => name !== 'after' && Boolean(value)) as [string, string][],
    )
    const withAfter = (after: string): string => {
      const address = new URLSearchParams(asked)
      address.set('after', after)
      return `${base}?${address.toString()}`
    }
    const any = { value: '', label: t('desk:registrations.any') }
    return page(ctx, {
      title: t('desk:sections.registrations'),
      ...room.frame,
      children: (
        <>
          <DeskHead t={t} title={t('desk:sections.registrations')} />
          <Figures
            figures={[
              {
                label: t('desk:registrations.toReview'),
                figure: counts.states.requested,
                href: `${base}?status=requested`,
              },
              {
                label: t('desk:registrations.confirmed'),
                figure: counts.states.confirmed,
                href: `${base}?status=confirmed`,
              },
              ...counts.days
                .filter((day) => day.mode === 'in-person')
                .map(({ day, held, capacity, waiting }) => {
                  const label = t('desk:registrations.inPersonOn', {
                    day: formatDay(Temporal.PlainDate.from(day), locale, { year: false }),
                  })
                  return {
                    label,
                    figure: held,
                    href: `${base}?day=${day}&mode=in-person`,
                    ...(capacity !== null && { progress: { value: held, max: Math.max(capacity, 1), label } }),
                    note:
                      capacity === null
                        ? t('desk:registrations.noLimit')
                        : [
                            t('desk:registrations.ofPlaces', { count: capacity }),
                            ...(waiting ? [t('desk:registrations.waitingCount', { count: waiting })] : []),
                          ].join(', '),
                  }
                }),
            ]}
          />
          <Filters t={t} action={base} label={t('desk:registrations.filter')} clear={asked.size ? base : undefined}>
            <TextInput t={t} type="search" name="q" label={t('desk:registrations.search')} value={query.q} />
            <Select
              t={t}
              name="status"
              label={t('desk:registrations.status')}
              options={[
                any,
                ...LISTED_STATES.map((value) => ({ value, label: t(`desk:status.${value}`) })),
                { value: 'waiting', label: t('desk:status.waiting') },
              ]}
              value={query.status}
            />
            <Select
              t={t}
              name="as"
              label={t('desk:registrations.constituency')}
              options={[
                any,
                ...meeting.registration.constituencies.map((id) => ({
                  value: id,
                  label: constituencyName(id, locale),
                })),
              ]}
              value={query.as}
            />
            <Select
              t={t}
              name="day"
              label={t('desk:registrations.day')}
              options={[
                any,
                ...meeting.days.map(({ date }) => ({
                  value: date.toString(),
                  label: formatDay(date, locale, { year: false }),
                })),
              ]}
              value={query.day}
            />
            <Select
              t={t}
              name="mode"
              label={t('desk:registrations.mode')}
              options={[any, ...PLACE_MODES.map((value) => ({ value, label: t(`desk:format.${value}`) }))]}
              value={query.mode}
            />
          </Filters>
          <RegistrationsTable
            t={t}
            locale={locale}
            meeting={meeting}
            base={base}
            rows={found.rows}
            filtered={asked.size > 0}
            first={query.after ? `${base}?${asked.toString()}` : undefined}
            next={found.next ? withAfter(found.next) : undefined}
          />
        </>
      ),
    })
  }

  @Get(':id')
  async one(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('id') id: string,
  ): Promise<HtmlResponse> {
    const room = await this.rooms.enter(ctx, slug, 'registrations')
    return this.show(ctx, room, await this.registrations.one(room.meeting.id, id))
  }

  @Post(':id')
  async decide(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('id') id: string,
    @Body() body: unknown,
  ): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'registrations')
    const found = await this.registrations.one(room.meeting.id, id)
    const parsed = parseForm(DecisionForm, body)
    if (parsed.errors) return this.show(ctx, room, found, parsed.errors)
    const form = parsed.value
    try {
      if (form.do === 'decline')
        await this.review.decline(room.meeting, asId<'Registration'>(id), room.person, form.why ?? '')
      else
        await this.review.verify(
          room.meeting,
          asId<'Registration'>(id),
          room.person,
          factFrom(form, found),
          form.why ?? '',
        )
    } catch (error) {
      if (error instanceof InvalidInput) return this.show(ctx, room, found, error.fields)
      throw error
    }
    return redirect(`${room.path}/registrations/${id}`)
  }

  private show(
    ctx: RequestContext,
    room: DeskRoom,
    registration: ListedRegistration,
    fields: readonly FieldError[] = [],
  ): HtmlResponse {
    const errors = fieldProblems(ctx.locale, fields)
    return page(
      ctx,
      {
        title: nameOf(registration),
        ...room.frame,
        errors,
        scripts: ['combobox', 'keys'],
        children: (
          <ReviewPage
            t={ctx.t}
            locale={ctx.locale}
            meeting={room.meeting}
            base={`${room.path}/registrations`}
            registration={registration}
            errors={errors}
          />
        ),
      },
      { status: errors.length ? 422 : 200 },
    )
  }
}

/** What the organiser says is true: as it was claimed, or corrected. @throws InvalidInput */
const factFrom = (
  form: DecisionForm,
  { claim }: ListedRegistration,
): { constituency: string; state: string | null } => {
  const asked = form.constituency ?? claim.constituency
  if (constituency(asked)?.delegationOf !== 'state') return { constituency: asked, state: null }
  const typed = form.state ?? claim.state ?? ''
  const found = stateWithCode(typed) ?? stateFrom(typed)
  if (!found) throw new InvalidInput({ fields: [{ pointer: '/state', message: 'state.unknown' }] })
  return { constituency: asked, state: found.iso3 }
}
