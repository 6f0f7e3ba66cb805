import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import { IsOptional, IsString, MaxLength } from 'class-validator'
import { InvalidInput, NotFound, type FieldError } from '../../kernel/domain-error.ts'
import { emailFrom } from '../../kernel/email-address.ts'
import { isId } from '../../kernel/id.ts'
import { Invitations, type InvitationView } from '../../people/invitations.service.ts'
import { LastOrganiser, RoleHolders, type RoleHeld } from '../../people/role-holders.service.ts'
import { roleWith } from '../../people/role-policy.ts'
import { isRoleName, ROLE_NAMES } from '../../people/roles.ts'
import { parseForm } from '../../platform/http/form.ts'
import { redirect, type HtmlResponse, type Sendable } from '../../platform/http/html-response.ts'
import { RateLimits } from '../../platform/http/rate-limit.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { formatInstant } from '../../platform/i18n/formats.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { ActionLink, Actions, Button, ButtonLink, Form, Hidden } from '../../ui/actions.tsx'
import { Axis, DeskHead } from '../../ui/axis.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { Note } from '../../ui/note.tsx'
import { page } from '../../ui/page.tsx'
import { fieldProblems, problemOf } from '../../ui/problems.ts'
import { RadioChoices } from '../../ui/radio-choices.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { DeskRooms, type DeskRoom } from '../desk-room.service.ts'
import { SetupNav, setupPath } from '../setup/setup-nav.tsx'
import { invitationMail } from './invitation-mail.ts'

/** Whom to invite, and to what. */
export class RoleInvitationForm {
  @IsOptional() @IsString() @MaxLength(1000) email?: string
  @IsOptional() @IsString() @MaxLength(40) role?: string
}

/** Who works for a meeting: everybody with a role in it, those invited, and how to change that. */
@ApiExcludeController()
@Policy(roleWith('configure-meeting', { stepUp: true }))
@Controller(':locale/desk/:meeting/settings/roles')
export class DeskRolePages {
  constructor(
    @Inject(DeskRooms) private readonly desks: DeskRooms,
    @Inject(RoleHolders) private readonly holders: RoleHolders,
    @Inject(Invitations) private readonly invitations: Invitations,
    @Inject(RateLimits) private readonly limits: RateLimits,
  ) {}

  @Get()
  async list(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Query('saved') saved?: string,
  ): Promise<HtmlResponse> {
    return this.draw(ctx, await this.desks.enter(ctx, slug, 'settings'), { saved })
  }

  @Post()
  async invite(@Ctx() ctx: RequestContext, @Param('meeting') slug: string, @Body() body: unknown): Promise<Sendable> {
    const desk = await this.desks.enter(ctx, slug, 'settings')
    const { value: form, errors } = parseForm(RoleInvitationForm, body)
    if (!form) return this.draw(ctx, desk, { fields: errors })
    const email = emailFrom(form.email ?? '')
    const role = form.role ?? ''
    if (!email || !isRoleName(role)) {
      const fields = [
        ...(email ? [] : [{ pointer: '/email', message: form.email?.trim() ? 'email.invalid' : 'email.missing' }]),
        ...(isRoleName(role) ? [] : [{ pointer: '/role', message: 'role.missing' }]),
      ]
      return this.draw(ctx, desk, { fields, typed: form })
    }
    await this.limits.take('sign-in-from', ctx.ip)
    const { meeting, person: by } = desk
    try {
      await this.holders.invite({ meeting: meeting.id, role, email, by, locale: ctx.locale }, (link) =>
        invitationMail(meeting, role, ctx.locale, link),
      )
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error
      return this.draw(ctx, desk, { fields: error.fields, typed: form })
    }
    return redirect(`${setupPath(desk.path, 'roles')}?saved=invited`)
  }

  @Post('invitations/:id/take-back')
  async takeBack(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('id') id: string,
  ): Promise<Sendable> {
    const desk = await this.desks.enter(ctx, slug, 'settings')
    if (!isId(id)) throw new NotFound()
    await this.invitations.takeBack(desk.meeting.id, id, desk.person)
    return redirect(`${setupPath(desk.path, 'roles')}?saved=taken-back`)
  }

  @Get(':person/:role/remove')
  async ask(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('person') person: string,
    @Param('role') role: string,
  ): Promise<HtmlResponse> {
    const desk = await this.desks.enter(ctx, slug, 'settings')
    return this.drawRemoval(ctx, desk, await this.heldBy(desk, person, role))
  }

  @Post(':person/:role/remove')
  async remove(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('person') person: string,
    @Param('role') role: string,
  ): Promise<Sendable> {
    const desk = await this.desks.enter(ctx, slug, 'settings')
    const held = await this.heldBy(desk, person, role)
    try {
      await this.holders.remove(desk.meeting.id, held.person, held.role, desk.person)
    } catch (error) {
      if (!(error instanceof LastOrganiser)) throw error
      return this.drawRemoval(ctx, desk, held, true)
    }
    // Who took the last right to be here away from themselves starts again from their meetings.
    return redirect(
      held.person === desk.person ? `/${ctx.locale}/desk` : `${setupPath(desk.path, 'roles')}?saved=removed`,
    )
  }

  /** @throws NotFound unless it is held in this meeting alone */
  private async heldBy(desk: DeskRoom, person: string, role: string): Promise<RoleHeld> {
    const all = await this.holders.of(desk.meeting.id)
    const held = all.find((one) => one.person === person && one.role === role && !one.everywhere)
    if (!held) throw new NotFound()
    return held
  }

  private async draw(
    ctx: RequestContext,
    desk: DeskRoom,
    said: { fields?: readonly FieldError[] | undefined; typed?: RoleInvitationForm; saved?: string | undefined },
  ): Promise<HtmlResponse> {
    const { t, locale } = ctx
    const errors = fieldProblems(locale, said.fields ?? [])
    const base = setupPath(desk.path, 'roles')
    const [holders, invited] = await Promise.all([
      this.holders.of(desk.meeting.id),
      this.invitations.open(desk.meeting.id),
    ])
    return page(
      ctx,
      {
        title: t('setup:nav.roles'),
        ...desk.frame,
        errors,
        children: (
          <>
            <DeskHead t={t} errors={errors} title={t('setup:nav.roles')} under={t('setup:roles.lead')}>
              <SetupNav t={t} desk={desk.path} current="roles" />
            </DeskHead>
            {said.saved !== undefined && (
              <Note>
                <p role="status">{t(SAVED[said.saved as keyof typeof SAVED] ?? 'setup:saved.yes')}</p>
              </Note>
            )}
            <HoldersTable ctx={ctx} desk={desk} holders={holders} base={base} />
            {invited.length > 0 && <Invited ctx={ctx} desk={desk} invited={invited} base={base} />}
            <Axis title={t('setup:roles.invite')}>
              <Form action={base} class="form">
                <TextInput
                  t={t}
                  name="email"
                  type="email"
                  label={t('setup:roles.email')}
                  hint={t('setup:roles.emailHint')}
                  value={said.typed?.email}
                  spellcheck={false}
                  error={problemOf(errors, 'email')}
                />
                <RadioChoices
                  t={t}
                  name="role"
                  label={t('setup:roles.role')}
                  choices={ROLE_NAMES.map((role) => ({
                    value: role,
                    label: t(`setup:roles.name.${role}`),
                    note: t(`setup:roles.may.${role}`),
                  }))}
                  value={said.typed?.role}
                  error={problemOf(errors, 'role')}
                />
                <Actions>
                  <Button>{t('setup:roles.send')}</Button>
                </Actions>
              </Form>
            </Axis>
          </>
        ),
      },
      { status: errors.length ? 422 : 200 },
    )
  }

  private drawRemoval(ctx: RequestContext, desk: DeskRoom, held: RoleHeld, refused = false): HtmlResponse {
    const { t } = ctx
    const base = setupPath(desk.path, 'roles')
    const who = held.name || held.email || t('setup:roles.erased')
    const title = t('setup:roles.removeTitle', { who, role: t(`setup:roles.name.${held.role}`) })
    return page(
      ctx,
      {
        title,
        ...desk.frame,
        children: (
          <>
            <DeskHead
              t={t}
              title={title}
              under={held.person === desk.person ? t('setup:roles.removeSelf') : t('setup:roles.removeMeans')}
              errors={refused ? [{ name: '', message: t('setup:roles.last') }] : undefined}
            />
            <Form action={`${base}/${held.person}/${held.role}/remove`}>
              <Actions>
                {!refused && <Button>{t('setup:roles.removeButton')}</Button>}
                <ButtonLink href={base} second>
                  {t('setup:keep')}
                </ButtonLink>
              </Actions>
            </Form>
          </>
        ),
      },
      { status: refused ? 409 : 200 },
    )
  }
}

const SAVED = {
  invited: 'setup:roles.invited',
  'taken-back': 'setup:roles.takenBack',
  removed: 'setup:roles.removed',
} as const

const HoldersTable = ({
  ctx: { t, locale },
  desk,
  holders,
  base,
}: {
  ctx: RequestContext
  desk: DeskRoom
  holders: readonly RoleHeld[]
  base: string
}) => (
  <DataTable
    t={t}
    columns={[
      { name: t('setup:roles.who') },
      { name: t('setup:roles.role') },
      { name: t('setup:roles.since') },
      { name: t('setup:remove'), hideName: true },
    ]}
    rows={holders.map((held) => ({
      header: (
        <>
          {held.name || held.email || t('setup:roles.erased')}
          {held.name && held.email && <small>{held.email}</small>}
        </>
      ),
      cells: [
        <>
          {t(`setup:roles.name.${held.role}`)}
          <small>{held.everywhere ? t('setup:roles.everywhere') : t(`setup:roles.may.${held.role}`)}</small>
        </>,
        formatInstant(held.since, desk.meeting.timeZone, locale),
        held.everywhere ? (
          <span class="quiet">{t('setup:roles.byOperators')}</span>
        ) : (
          <ActionLink href={`${base}/${held.person}/${held.role}/remove`} about={held.name || held.email}>
            {t('setup:remove')}
          </ActionLink>
        ),
      ],
    }))}
  />
)

const Invited = ({
  ctx: { t, locale },
  desk,
  invited,
  base,
}: {
  ctx: RequestContext
  desk: DeskRoom
  invited: readonly (InvitationView & { id: string })[]
  base: string
}) => (
  <Axis title={t('setup:roles.open')}>
    <DataTable
      t={t}
      columns={[
        { name: t('setup:roles.email') },
        { name: t('setup:roles.role') },
        { name: t('setup:roles.until') },
        { name: t('setup:roles.takeBack'), hideName: true },
      ]}
      rows={invited.map((one) => ({
        header: one.email ?? t('setup:roles.anybody'),
        cells: [
          t(`setup:roles.name.${one.role}`),
          formatInstant(one.expiresAt, desk.meeting.timeZone, locale),
          <Form action={`${base}/invitations/${one.id}/take-back`}>
            <Button second>
              {t('setup:roles.takeBack')}
              <Hidden> {one.email ?? ''}</Hidden>
            </Button>
          </Form>,
        ],
      }))}
    />
  </Axis>
)
