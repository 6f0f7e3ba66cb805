import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common'
import { IsOptional, IsString, MaxLength } from 'class-validator'
import { WorkingCopy } from '../../agenda/working-copy.service.ts'
import { InvalidInput, NotFound, type FieldError } from '../../kernel/domain-error.ts'
import { constituency } from '../../delegations/constituency.ts'
import { roleWith } from '../../people/role-policy.ts'
import { parseForm } from '../../platform/http/form.ts'
import { redirect, type HtmlResponse, type Sendable } from '../../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { Capacities, type Capacity } from '../../registration/places/capacities.service.ts'
import { WAITING_LIST } from '../../registration/places/freed.ts'
import { queueFrom } from '../../registration/places/queue-name.ts'
import { Queues } from '../../registration/places/queues.service.ts'
import { WaitingListRules } from '../../registration/places/waiting-list-rules.service.ts'
import { DeskHead } from '../../ui/axis.tsx'
import { Note } from '../../ui/note.tsx'
import { page } from '../../ui/page.tsx'
import { fieldProblems } from '../../ui/problems.ts'
import { DeskRooms, type DeskRoom } from '../desk-room.service.ts'
import { DayCapacities } from './capacities-table.tsx'
import type { Words } from './labels.ts'
import { FreedForm, LimitFields, WaitingLists } from './places-sections.tsx'
import { CapacitiesForm, LimitForm, numberFrom, WaitingListForm, type CapacityLine } from './places.forms.ts'

/** The capacities of one day, and which day. */
export class DayForm extends CapacitiesForm {
  @IsString() @MaxLength(10) day: string
}

/** What was done just now. */
export class DoneQuery {
  @IsOptional() @IsString() @MaxLength(20) done?: string
}

/** What was typed into one of the forms and could not be taken. */
interface Sent {
  form: 'day' | 'limit' | 'freed'
  fields: readonly FieldError[]
  day?: string
  lines?: readonly CapacityLine[]
  limit?: LimitForm
  freed?: WaitingListForm
}

/** How many places there are, who waits for them, and what becomes of those that are given back. */
@Policy(roleWith('review-registrations'))
@Controller(':locale/desk/:meeting/places')
export class DeskPlacesPages {
  constructor(
    @Inject(DeskRooms) private readonly rooms: DeskRooms,
    @Inject(WorkingCopy) private readonly workingCopy: WorkingCopy,
    @Inject(Capacities) private readonly capacities: Capacities,
    @Inject(Queues) private readonly queues: Queues,
    @Inject(WaitingListRules) private readonly rules: WaitingListRules,
  ) {}

  @Get()
  async show(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Query() query: DoneQuery,
  ): Promise<HtmlResponse> {
    const room = await this.rooms.enter(ctx, slug, 'places')
    return this.draw(ctx, room, undefined, query.done)
  }

  @Post()
  async resize(@Ctx() ctx: RequestContext, @Param('meeting') slug: string, @Body() body: unknown): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'places')
    const { value: form, errors } = parseForm(DayForm, body)
    if (errors) return this.draw(ctx, room, { form: 'day', fields: errors })
    const changed = form.capacities
      .map((line, index) => ({ line, index }))
      .filter(({ line }) => line.was !== [line.places, line.heldBack, line.perDelegation].map(trimmed).join('/'))
    const wanted = changed.map(({ line }) => capacityFrom(room, line))
    return this.tried(ctx, room, { form: 'day', fields: [], day: form.day, lines: form.capacities }, () =>
      this.capacities.set(room.meeting, wanted, room.person, (index) => `/capacities/${changed[index]!.index}`),
    )
  }

  @Post('limits')
  async limit(@Ctx() ctx: RequestContext, @Param('meeting') slug: string, @Body() body: unknown): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'places')
    const { value: form, errors } = parseForm(LimitForm, body)
    if (errors) return this.draw(ctx, room, { form: 'limit', fields: errors })
    const wanted = capacityFrom(room, form)
    return this.tried(ctx, room, { form: 'limit', fields: [], limit: form }, async () => {
      if (wanted.places === null) throw new InvalidInput({ fields: [{ pointer: '/places', message: 'field.missing' }] })
      const same = (await this.capacities.of(room.meeting.id)).some(
        (each) =>
          each.day === wanted.day &&
          each.mode === wanted.mode &&
          each.session === wanted.session &&
          each.constituency === wanted.constituency,
      )
      if (same) throw new InvalidInput({ fields: [{ pointer: '/of', message: 'places.exists' }] })
      await this.capacities.set(room.meeting, [wanted], room.person, () => '')
    })
  }

  @Post('waiting-list')
  async freed(@Ctx() ctx: RequestContext, @Param('meeting') slug: string, @Body() body: unknown): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'places')
    const { value: form, errors } = parseForm(WaitingListForm, body)
    if (errors) return this.draw(ctx, room, { form: 'freed', fields: errors })
    const hours = numberFrom(form.hours) ?? WAITING_LIST.offerHours
    return this.tried(ctx, room, { form: 'freed', fields: [], freed: form }, () =>
      this.rules.set(room.meeting.id, { freed: form.freed, offerHours: hours }, room.person),
    )
  }

  private async tried(
    ctx: RequestContext,
    room: DeskRoom,
    sent: Sent,
    work: () => Promise<unknown>,
  ): Promise<Sendable> {
    try {
      await work()
    } catch (error) {
      if (error instanceof InvalidInput) return this.draw(ctx, room, { ...sent, fields: error.fields })
      throw error
    }
    return redirect(`${room.path}/places?done=${sent.form === 'freed' ? 'rules' : 'places'}`)
  }

  private async draw(ctx: RequestContext, room: DeskRoom, sent?: Sent, done?: string): Promise<HtmlResponse> {
    const { t, locale } = ctx
    const { meeting, path } = room
    const [capacities, counts, sessions] = await Promise.all([
      this.capacities.of(meeting.id),
      this.queues.counts(meeting.id),
      this.workingCopy.list(meeting.id),
    ])
    const words: Words = { t, locale, meeting, sessions }
    const errors = fieldProblems(locale, sent?.fields ?? [])
    const base = `${path}/places`
    return page(
      ctx,
      {
        title: t('places:title'),
        ...room.frame,
        errors: errors.map((error) => ({ ...error, name: named(error.name, sent) })),
        scripts: ['combobox'],
        children: (
          <>
            <DeskHead
              t={t}
              title={t('places:title')}
              under={t('places:lead')}
              errors={errors.map((error) => ({ ...error, name: named(error.name, sent) }))}
            />
            {done && <Note>{done === 'rules' ? t('places:settings.saved') : t('places:saved')}</Note>}
            <div class="flow">
              <WaitingLists words={words} base={base} counts={counts} />
              <h2>{t('places:sizes')}</h2>
              <p class="hint">{t('places:sizesHint')}</p>
              {meeting.days.map(({ date }) => (
                <DayCapacities
                  words={words}
                  day={date.toString()}
                  capacities={capacities}
                  action={base}
                  typed={sent?.day === date.toString() ? sent.lines : undefined}
                  errors={errors}
                />
              ))}
              <LimitFields
                words={words}
                base={base}
                typed={sent?.limit}
                errors={sent?.form === 'limit' ? errors : []}
              />
              <FreedForm
                words={words}
                base={base}
                now={meeting.registration.waitingList ?? WAITING_LIST}
                typed={sent?.freed}
                errors={sent?.form === 'freed' ? errors : []}
              />
            </div>
          </>
        ),
      },
      { status: errors.length ? 422 : 200 },
    )
  }
}

const trimmed = (text: string | undefined): string => (text ?? '').trim()

/** The control that an error of a day's table belongs to: its ids carry the day. */
const named = (name: string, sent: Sent | undefined): string => (sent?.day ? `${name}[${sent.day}]` : name)

/** What a line asks for. @throws NotFound when it names nothing of this meeting */
const capacityFrom = (
  { meeting }: DeskRoom,
  line: Pick<CapacityLine, 'of' | 'constituency' | 'places' | 'heldBack' | 'perDelegation'>,
): Capacity => {
  const queue = queueFrom(
    line.of,
    meeting.days.map(({ date }) => date.toString()),
  )
  if (!queue || (line.constituency && !constituency(line.constituency))) throw new NotFound()
  return {
    ...queue,
    constituency: line.constituency || null,
    places: numberFrom(line.places),
    heldBack: numberFrom(line.heldBack) ?? 0,
    perDelegation: numberFrom(line.perDelegation),
  }
}
