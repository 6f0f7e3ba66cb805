import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common'
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator'
import { InvalidInput, type FieldError } from '../../kernel/domain-error.ts'
import { asId } from '../../kernel/id.ts'
import { roleWith } from '../../people/role-policy.ts'
import { parseForm } from '../../platform/http/form.ts'
import { redirect, type HtmlResponse, type Sendable } from '../../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { AddressOpensDesk, Reachability } from '../../registration/review/reachability.service.ts'
import { ReviewRequests } from '../../registration/review/requests.service.ts'
import { Actions, Button, Form, Links } from '../../ui/actions.tsx'
import { DeskHead } from '../../ui/axis.tsx'
import { page } from '../../ui/page.tsx'
import { fieldProblems, problemOf } from '../../ui/problems.ts'
import { TextInput } from '../../ui/text-input.tsx'
import { DeskRooms, type DeskRoom } from '../desk-room.service.ts'
import { nameOf } from '../registrations/registrations-table.tsx'
import { plainRefusal } from './plain-refusal.ts'

/** An address as the organiser corrects it, or the news that mail to it came back. */
export class AddressForm {
  @IsOptional() @IsString() @MaxLength(10_000) address?: string
  @IsOptional() @IsIn(['correct', 'bounced']) do?: 'correct' | 'bounced'
}

/** Whom our mail does not reach: why, and the address put right. */
@Policy(roleWith('review-registrations'))
@Controller(':locale/desk/:meeting/review/:id/address')
export class DeskAddressPages {
  constructor(
    @Inject(DeskRooms) private readonly rooms: DeskRooms,
    @Inject(ReviewRequests) private readonly requests: ReviewRequests,
    @Inject(Reachability) private readonly reachability: Reachability,
  ) {}

  @Get()
  async look(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('id') id: string,
  ): Promise<HtmlResponse> {
    return this.show(ctx, await this.rooms.enter(ctx, slug, 'review'), id)
  }

  @Post()
  async correct(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('id') id: string,
    @Body() body: unknown,
  ): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'review')
    const { value: form, errors } = parseForm(AddressForm, body)
    if (errors) return this.show(ctx, room, id, undefined, errors)
    const { registration } = await this.requests.one(room.meeting, id, room.person)
    if (form.do === 'bounced') {
      await this.reachability.bounced(room.meeting, registration.email, '', room.person)
      return redirect(`${room.path}/review/${id}/address`)
    }
    try {
      await this.reachability.correct(room.meeting, asId(id), room.person, form.address ?? '')
    } catch (error) {
      if (error instanceof InvalidInput) return this.show(ctx, room, id, form.address, error.fields)
      if (error instanceof AddressOpensDesk)
        return this.show(ctx, room, id, form.address, [{ pointer: '/address', message: 'review.address.desk' }])
      throw error
    }
    return redirect(`${room.path}/review/${id}`)
  }

  private async show(
    ctx: RequestContext,
    room: DeskRoom,
    id: string,
    typed?: string,
    fields: readonly FieldError[] = [],
  ): Promise<HtmlResponse> {
    const { t, locale } = ctx
    const { registration, refused } = await this.requests.one(room.meeting, id, room.person)
    const errors = fieldProblems(locale, fields)
    const back = `${room.path}/review/${id}`
    const title = t('review:address.title', { name: nameOf(registration) })
    return page(
      ctx,
      {
        title,
        ...room.frame,
        errors,
        children: (
          <>
            <DeskHead t={t} errors={errors} title={title} under={registration.email}>
              <Links links={[{ href: back, children: t('review:back') }]} />
            </DeskHead>
            <p>
              {refused
                ? t('review:address.refused', { why: plainRefusal(t, refused.response) })
                : t('review:address.reached')}
            </p>
            <Form class="form" action={`${back}/address`}>
              <TextInput
                t={t}
                name="address"
                type="email"
                label={t('review:address.label')}
                hint={t('review:address.hint')}
                value={typed ?? registration.email}
                error={problemOf(errors, 'address')}
                spellcheck={false}
                autocomplete="off"
              />
              <Actions>
                <Button name="do" value="correct">
                  {t('review:address.do')}
                </Button>{' '}
                {!refused && (
                  <Button second name="do" value="bounced">
                    {t('review:address.bounced')}
                  </Button>
                )}
              </Actions>
            </Form>
          </>
        ),
      },
      { status: errors.length ? 422 : 200 },
    )
  }
}
