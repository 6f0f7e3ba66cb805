import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common'
import { IsIn, IsOptional, IsString } from 'class-validator'
import { InvalidInput, type FieldError } from '../../kernel/domain-error.ts'
import { asId, isId } from '../../kernel/id.ts'
import { roleWith } from '../../people/role-policy.ts'
import { parseForm } from '../../platform/http/form.ts'
import { redirect, type HtmlResponse, type Sendable } from '../../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { BULK_ACTIONS, type BulkAction } from '../../registration/bulk/bulk-action.ts'
import { BulkActions } from '../../registration/bulk/bulk.service.ts'
import { Registrations } from '../../registration/registrations.service.ts'
import { Imports } from '../../registration/import/imports.service.ts'
import { RegistrationList } from '../../registration/review/registration-list.service.ts'
import { page } from '../../ui/page.tsx'
import { fieldProblems } from '../../ui/problems.ts'
import { DeskRooms, type DeskRoom } from '../desk-room.service.ts'
import { filterFrom, FilterQuery, pagingFrom } from './list-query.ts'
import { COUNTED, COUNTED_IN_HEAD, RegistrationsListPage } from './registrations-list-page.tsx'

const WHOM = ['picked', 'page', 'all'] as const

/** Whom an organiser picked, and what is to be done to them. One box or many: both are sent under one name. */
export class PickForm {
  @IsIn(BULK_ACTIONS) do: BulkAction
  @IsIn(WHOM) whom: (typeof WHOM)[number]
  @IsOptional() @IsString({ each: true }) pick?: string | string[]
  @IsOptional() @IsString({ each: true }) page?: string | string[]
}

/** The organisers' list of registrations, and the first step of what is done to many. */
@Policy(roleWith('review-registrations'))
@Controller(':locale/desk/:meeting/registrations')
export class DeskRegistrationPages {
  constructor(
    @Inject(DeskRooms) private readonly rooms: DeskRooms,
    @Inject(RegistrationList) private readonly list: RegistrationList,
    @Inject(Registrations) private readonly registrations: Registrations,
    @Inject(BulkActions) private readonly bulk: BulkActions,
    @Inject(Imports) private readonly imports: Imports,
  ) {}

  @Get()
  async show(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Query() query: FilterQuery,
  ): Promise<HtmlResponse> {
    return this.page(ctx, await this.rooms.enter(ctx, slug, 'registrations'), query)
  }

  @Post('bulk')
  async pick(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Query() query: FilterQuery,
    @Body() body: unknown,
  ): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'registrations')
    const { value: form, errors } = parseForm(PickForm, body)
    if (errors) return this.page(ctx, room, query, errors)
    const picked = [form.whom === 'page' ? form.page : form.pick].flat().flatMap((id) => (id && isId(id) ? [id] : []))
    const whom = form.whom === 'all' ? filterFrom(query, room.meeting) : picked.map((id) => asId<'Registration'>(id))
    try {
      const id = await this.bulk.choose(room.meeting, room.person, form.do, whom)
      return redirect(`${room.path}/registrations/bulk/${id}`)
    } catch (error) {
      if (error instanceof InvalidInput) return this.page(ctx, room, query, error.fields)
      throw error
    }
  }

  private async page(
    ctx: RequestContext,
    { meeting, path, frame }: DeskRoom,
    query: FilterQuery,
    fields: readonly FieldError[] = [],
  ): Promise<HtmlResponse> {
    const { t, locale } = ctx
    const asked = filterFrom(query, meeting)
    const filter = await this.list.narrow(meeting.id, asked)
    const [found, matching, counts, imports] = await Promise.all([
      this.list.list(meeting.id, filter, pagingFrom(query, locale)),
      this.list.count(meeting.id, filter, COUNTED),
      this.list.counts(meeting.id, { modes: ['in-person'], upTo: COUNTED_IN_HEAD + 1 }),
      this.imports.carriedOut(meeting.id),
    ])
    const errors = fieldProblems(locale, fields)
    return page(
      ctx,
      {
        title: t('desk:sections.registrations'),
        ...frame,
        errors,
        scripts: ['combobox'],
        children: (
          <RegistrationsListPage
            t={t}
            locale={locale}
            meeting={meeting}
            base={`${path}/registrations`}
            query={query}
            found={found}
            matching={matching}
            counts={counts}
            imports={imports}
            today={this.registrations.today(meeting)}
            errors={errors}
          />
        ),
      },
      { status: errors.length ? 422 : 200 },
    )
  }
}
