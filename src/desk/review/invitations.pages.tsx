import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common'
import { IsOptional, IsString, MaxLength } from 'class-validator'
import { InvalidInput, type FieldError } from '../../kernel/domain-error.ts'
import { lastDayOf } from '../../meetings/meetings.service.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { roleWith } from '../../people/role-policy.ts'
import { parseForm } from '../../platform/http/form.ts'
import { redirect, type HtmlResponse, type Sendable } from '../../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { formatInstant } from '../../platform/i18n/formats.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { readTable } from '../../platform/tables/read-table.ts'
import { TableRefused } from '../../platform/tables/table.ts'
import { claimFrom, wishesFrom } from '../../registration/form/registration-forms.dto.ts'
import {
  PreparedInvitations,
  type Invited,
  type PreparedView,
} from '../../registration/review/prepared-invitations.service.ts'
import { claimLabel } from '../../registration/words.ts'
import { Actions, Button, Form, Hidden, Links } from '../../ui/actions.tsx'
import { DeskHead } from '../../ui/axis.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { Empty, Note } from '../../ui/note.tsx'
import { page } from '../../ui/page.tsx'
import { fieldProblems, problemOf } from '../../ui/problems.ts'
import { State, type StateName } from '../../ui/state.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { Textarea } from '../../ui/textarea.tsx'
import { DeskRooms, type DeskRoom } from '../desk-room.service.ts'
import { InviteForm } from './people.forms.ts'
import { SaidFields } from './said-fields.tsx'

/** What came of the last invitations, to be said above the list. */
export class SaidQuery {
  @IsOptional() @IsString() @MaxLength(10) invited?: string
}

const SHAPES: Readonly<Record<PreparedView['state'], StateName>> = {
  open: 'offered',
  accepted: 'confirmed',
  lapsed: 'not-attending',
  withdrawn: 'withdrawn',
}

/** The addresses in what was pasted: a column of a spreadsheet, or a line of a mail with names before them. */
export const addressesIn = async (text: string): Promise<string[]> => {
  const { columns, rows } = await readTable({ text }, { maxRows: 2000, maxBytes: 200_000 })
  const cells = [columns, ...rows.map((row) => row.cells)].flat()
  return cells.flatMap((cell) => cell.match(/[^\s<>()[\],;:"]+@[^\s<>()[\],;:"]+/gu) ?? [])
}

/** The end of a day in the meeting's zone. */
const endOf = (day: string, { timeZone }: Meeting): Temporal.Instant | undefined => {
  try {
    return Temporal.PlainDate.from(day).add({ days: 1 }).toZonedDateTime(timeZone).toInstant()
  } catch {
    return undefined
  }
}

/** Invitations with a prepared place: whom, for what, until when; and what became of them. */
@Policy(roleWith('review-registrations'))
@Controller(':locale/desk/:meeting/review/invitations')
export class DeskInvitationPages {
  constructor(
    @Inject(DeskRooms) private readonly rooms: DeskRooms,
    @Inject(PreparedInvitations) private readonly invitations: PreparedInvitations,
  ) {}

  @Get()
  async list(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Query() query: SaidQuery,
  ): Promise<HtmlResponse> {
    const room = await this.rooms.enter(ctx, slug, 'review')
    return this.show(ctx, room, {}, [], query.invited ? [{ outcome: 'invited', addresses: [query.invited] }] : [])
  }

  @Post()
  async invite(@Ctx() ctx: RequestContext, @Param('meeting') slug: string, @Body() body: unknown): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'review')
    const { meeting } = room
    const { value: form, errors } = parseForm(InviteForm, body)
    if (errors) return this.show(ctx, room, {}, errors)
    const heldUntil = endOf(form.heldUntil ?? '', meeting)
    try {
      const addresses = form.addresses?.trim() ? await addressesIn(form.addresses) : []
      if (!heldUntil)
        throw new InvalidInput({ fields: [{ pointer: '/heldUntil', message: 'review.held-until.not-possible' }] })
      const done = await this.invitations.invite(meeting, room.person, addresses, {
        claim: claimFrom(form.claim ?? {}),
        wishes: wishesFrom(form.days).map((wish) => ({ ...wish, meanwhile: false })),
        language: form.language ?? meeting.mainLanguage,
        heldUntil,
      })
      const failed = done.filter(({ outcome }) => outcome !== 'invited')
      if (failed.length === 0) return redirect(`${room.path}/review/invitations?invited=${done.length}`)
      return this.show(
        ctx,
        room,
        { ...form, addresses: failed.map(({ address }) => address).join('\n') },
        [],
        grouped(done),
      )
    } catch (error) {
      if (error instanceof InvalidInput) return this.show(ctx, room, form, error.fields)
      if (error instanceof TableRefused)
        return this.show(
          ctx,
          room,
          form,
          error.fields.map((field) => ({ ...field, pointer: '/addresses' })),
        )
      throw error
    }
  }

  @Post(':id/resend')
  async resend(@Ctx() ctx: RequestContext, @Param('meeting') slug: string, @Param('id') id: string): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'review')
    await this.invitations.resend(room.meeting.id, id, room.person)
    return redirect(`${room.path}/review/invitations`)
  }

  @Post(':id/withdraw')
  async withdraw(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('id') id: string,
  ): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'review')
    await this.invitations.withdraw(room.meeting, id, room.person)
    return redirect(`${room.path}/review/invitations`)
  }

  private async show(
    ctx: RequestContext,
    room: DeskRoom,
    form: InviteForm,
    fields: readonly FieldError[] = [],
    said: readonly { outcome: Invited; addresses: readonly string[] }[] = [],
  ): Promise<HtmlResponse> {
    const { t, locale } = ctx
    const { meeting } = room
    const list = await this.invitations.of(meeting.id)
    const errors = fieldProblems(locale, fields)
    const base = `${room.path}/review`
    const title = t('review:invite.title')
    return page(
      ctx,
      {
        title,
        ...room.frame,
        errors,
        scripts: ['combobox'],
        children: (
          <>
            <DeskHead t={t} errors={errors} title={title} under={t('review:invite.under')}>
              <Links links={[{ href: base, children: t('review:toQueue') }]} />
            </DeskHead>
            {said.length > 0 && (
              <Note>
                {said.map(({ outcome, addresses }) => (
                  <p role="status">{t(`review:invite.outcome.${outcome}`, { who: addresses.join(', ') })}</p>
                ))}
              </Note>
            )}
            <InvitationList ctx={ctx} meeting={meeting} base={base} list={list} />
            <section class="panel flow" aria-labelledby="new">
              <h2 id="new">{t('review:invite.new')}</h2>
              <Form class="form" action={`${base}/invitations`}>
                <Textarea
                  t={t}
                  name="addresses"
                  label={t('review:invite.addresses')}
                  hint={t('review:invite.addressesHint')}
                  rows={5}
                  value={form.addresses}
                  error={problemOf(errors, 'addresses')}
                />
                <SaidFields t={t} locale={locale} meeting={meeting} form={form} errors={errors} />
                <TextInput
                  t={t}
                  type="date"
                  name="heldUntil"
                  label={t('review:invite.heldUntil')}
                  hint={t('review:invite.heldUntilHint')}
                  max={lastDayOf(meeting).toString()}
                  value={form.heldUntil}
                  error={problemOf(errors, 'heldUntil')}
                />
                <Actions>
                  <Button>{t('review:invite.do')}</Button>
                </Actions>
              </Form>
            </section>
          </>
        ),
      },
      { status: errors.length ? 422 : 200 },
    )
  }
}

const grouped = (
  done: readonly { address: string; outcome: Invited }[],
): { outcome: Invited; addresses: readonly string[] }[] =>
  (['invited', 'invited-already', 'registered-already', 'no-room'] as const).flatMap((outcome) => {
    const addresses = done.filter((each) => each.outcome === outcome).map(({ address }) => address)
    return addresses.length
      ? [{ outcome, addresses: outcome === 'invited' ? [String(addresses.length)] : addresses }]
      : []
  })

const InvitationList = ({
  ctx: { t, locale },
  meeting,
  base,
  list,
}: {
  ctx: RequestContext
  meeting: Meeting
  base: string
  list: readonly PreparedView[]
}) => {
  if (list.length === 0)
    return (
      <Empty>
        <p>{t('review:invite.none')}</p>
      </Empty>
    )
  const moment = (at: Temporal.Instant) => formatInstant(at, meeting.timeZone, locale, { year: false })
  return (
    <DataTable
      t={t}
      caption={t('review:invite.list')}
      columns={[
        { name: t('desk:review.email') },
        { name: t('desk:registrations.represents') },
        { name: t('desk:registrations.status') },
        { name: t('review:invite.heldUntil') },
        { name: t('review:invite.actions'), hideName: true },
      ]}
      rows={list.map((each) => ({
        header:
          each.state === 'accepted' && each.registration ? (
            <a href={`${base}/${each.registration}`}>{each.email}</a>
          ) : (
            each.email || <span class="quiet">{t('review:invite.addressGone')}</span>
          ),
        cells: [
          each.claim ? claimLabel(each.claim, locale) : '–',
          <State t={t} is={SHAPES[each.state]}>
            {t(`review:invite.state.${each.state}`)}
          </State>,
          moment(each.heldUntil),
          each.state === 'open' ? (
            <>
              <Form action={`${base}/invitations/${each.id}/resend`}>
                <Button second>
                  {t('review:invite.resend')}
                  <Hidden> {each.email}</Hidden>
                </Button>
              </Form>
              <Form action={`${base}/invitations/${each.id}/withdraw`}>
                <Button second>
                  {t('review:invite.withdraw')}
                  <Hidden> {each.email}</Hidden>
                </Button>
              </Form>
            </>
          ) : (
            ''
          ),
        ],
      }))}
    />
  )
}
