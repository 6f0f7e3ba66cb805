import { randomUUID } from 'node:crypto'
import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common'
import { IsOptional, IsString } from 'class-validator'
import { state as stateWithCode, stateFrom } from '../../delegations/state.ts'
import { InvalidInput, NotFound, type FieldError } from '../../kernel/domain-error.ts'
import { roleWith } from '../../people/role-policy.ts'
import { parseForm } from '../../platform/http/form.ts'
import { redirect, type HtmlResponse, type Sendable } from '../../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { DAY_MODES } from '../../registration/registration.ts'
import { RegistrationMails } from '../../registration/registration-mails.service.ts'
import { Registrations } from '../../registration/registrations.service.ts'
import { Arrangements } from '../../registration/review/arrangements.service.ts'
import { RegistrationHistory } from '../../registration/review/history.service.ts'
import { RegistrationList, type ListedRegistration } from '../../registration/review/registration-list.service.ts'
import { Undoing } from '../../registration/review/undoing.service.ts'
import { page } from '../../ui/page.tsx'
import { fieldProblems } from '../../ui/problems.ts'
import { DeskRooms, type DeskRoom } from '../desk-room.service.ts'
import { CommandForm, CommandPage, COMMANDS, DeedForm, type Command } from './registration-forms.tsx'
import { RegistrationPage } from './registration-page.tsx'
import { nameOf } from './registrations-table.tsx'

/** What was done just now. */
export class DoneQuery {
  @IsOptional() @IsString() done?: string
}

/** One registration at the desk: its facts, its history, and what an organiser changes for the person. */
@Policy(roleWith('review-registrations'))
@Controller(':locale/desk/:meeting/registrations/:id')
export class DeskRegistrationPage {
  constructor(
    @Inject(DeskRooms) private readonly rooms: DeskRooms,
    @Inject(RegistrationList) private readonly list: RegistrationList,
    @Inject(RegistrationHistory) private readonly history: RegistrationHistory,
    @Inject(Registrations) private readonly registrations: Registrations,
    @Inject(Arrangements) private readonly arrangements: Arrangements,
    @Inject(Undoing) private readonly undoing: Undoing,
    @Inject(RegistrationMails) private readonly mails: RegistrationMails,
  ) {}

  @Get()
  async show(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('id') id: string,
    @Query() { done }: DoneQuery,
  ): Promise<HtmlResponse> {
    const room = await this.rooms.enter(ctx, slug, 'registrations')
    const registration = await this.list.one(room.meeting.id, id)
    const [history, undoable] = await Promise.all([
      this.history.of(registration.id),
      this.undoing.open(registration.id, room.person),
    ])
    return page(ctx, {
      title: nameOf(registration),
      ...room.frame,
      children: (
        <RegistrationPage
          t={ctx.t}
          locale={ctx.locale}
          meeting={room.meeting}
          path={room.path}
          registration={registration}
          history={history}
          undoable={undoable}
          today={this.registrations.today(room.meeting)}
          done={(['resent', 'undone'] as const).find((one) => one === done)}
        />
      ),
    })
  }

  @Post()
  async deed(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('id') id: string,
    @Body() form: DeedForm,
  ): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'registrations')
    const { id: registration } = await this.list.one(room.meeting.id, id)
    const base = `${room.path}/registrations/${id}`
    if (form.do === 'undo') {
      // The second click finds nothing left to take back.
      if (await this.undoing.open(registration, room.person))
        await this.undoing.undo(room.meeting, registration, room.person)
      return redirect(`${base}?done=undone`)
    }
    await this.mails.again(registration, randomUUID())
    return redirect(`${base}?done=resent`)
  }

  @Get(':command')
  async form(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('id') id: string,
    @Param('command') command: string,
  ): Promise<HtmlResponse> {
    const room = await this.rooms.enter(ctx, slug, 'registrations')
    return this.draw(ctx, room, commandFrom(command), await this.list.one(room.meeting.id, id))
  }

  @Post(':command')
  async command(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('id') id: string,
    @Param('command') name: string,
    @Body() body: unknown,
  ): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'registrations')
    const command = commandFrom(name)
    const found = await this.list.one(room.meeting.id, id)
    const { value: form, errors } = parseForm(CommandForm, body)
    if (errors) return this.draw(ctx, room, command, found, undefined, errors)
    try {
      await this.carryOut(room, command, found, form)
    } catch (error) {
      if (error instanceof InvalidInput) return this.draw(ctx, room, command, found, form, error.fields)
      throw error
    }
    return redirect(`${room.path}/registrations/${id}`)
  }

  private async carryOut(
    { meeting, person }: DeskRoom,
    command: Command,
    { id, names, jobTitle }: ListedRegistration,
    form: CommandForm,
  ): Promise<void> {
    const why = form.why?.trim().normalize('NFC') ?? ''
    if (command !== 'name') await this.undoing.remember(meeting.id, id, person)
    switch (command) {
      case 'days':
        await this.arrangements.choose(meeting, id, person, wishesFrom(form), why)
        break
      case 'name':
        await this.arrangements.name(
          meeting,
          id,
          person,
          {
            names: {
              givenNames: form.names?.givenNames ?? names.givenNames,
              familyName: form.names?.familyName ?? names.familyName,
            },
            jobTitle: form.jobTitle ?? jobTitle,
          },
          why,
        )
        break
      case 'represent': {
        const typed = form.claim?.state ?? ''
        const state = stateWithCode(typed) ?? stateFrom(typed)
        await this.arrangements.represent(meeting, id, person, { ...form.claim, state: state?.iso3 ?? null }, why)
        break
      }
      case 'withdraw':
        await this.arrangements.withdraw(meeting, id, person, why)
        break
    }
  }

  private draw(
    ctx: RequestContext,
    { meeting, path, frame }: DeskRoom,
    command: Command,
    registration: ListedRegistration,
    typed?: CommandForm,
    fields: readonly FieldError[] = [],
  ): HtmlResponse {
    const errors = fieldProblems(ctx.locale, fields)
    return page(
      ctx,
      {
        title: ctx.t(`desk:registrations.command.${command}.title`),
        ...frame,
        errors,
        scripts: ['combobox'],
        children: (
          <CommandPage
            t={ctx.t}
            locale={ctx.locale}
            meeting={meeting}
            base={`${path}/registrations`}
            command={command}
            registration={registration}
            typed={typed}
            errors={errors}
            today={this.registrations.today(meeting)}
          />
        ),
      },
      { status: errors.length ? 422 : 200 },
    )
  }
}

const commandFrom = (name: string): Command => {
  const command = COMMANDS.find((one) => one === name)
  if (!command) throw new NotFound()
  return command
}

/** The days that were answered: those that are shut or over are not asked. */
const wishesFrom = ({ days = [] }: CommandForm) =>
  days.flatMap(({ day, mode: said }) => {
    const mode = DAY_MODES.find((one) => one === said)
    return day && mode ? [{ day, mode, meanwhile: mode === 'in-person' }] : []
  })
