import { randomUUID } from 'node:crypto'
import { Body, Controller, Get, Param, Post } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import { InvalidInput, NotFound, type FieldError } from '../kernel/domain-error.ts'
import { Meetings } from '../meetings/meetings.service.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import { parseForm } from '../platform/http/form.ts'
import { redirect, type HtmlResponse, type RedirectResponse } from '../platform/http/html-response.ts'
import { Ctx, type Reader, type RequestContext } from '../platform/http/request-context.ts'
import { Policy, PUBLIC, SIGNED_IN } from '../platform/policies/policy.ts'
import { Amendments } from './amendments.service.ts'
import { Availability } from './availability.service.ts'
import { closedPage } from './closed-page.tsx'
import { checkClaim, checkDraft, checkNeeds, checkWishes, checkYou } from './draft.ts'
import {
  attendancePage,
  checkPage,
  formPath,
  needsPage,
  ownPath,
  representingPage,
  youPage,
  type FormFrame,
} from './form-views.tsx'
import type { OwnRegistration } from './own.ts'
import {
  AttendanceForm,
  answersFrom,
  CheckForm,
  claimFrom,
  NeedsForm,
  RepresentingForm,
  wishesFrom,
  YouForm,
} from './registration-forms.dto.ts'
import { STEPS, type Consents, type Draft, type Step } from './registration.ts'
import { Registrations } from './registrations.service.ts'
import { can } from './states.ts'

type Answer = Promise<HtmlResponse | RedirectResponse>

/** Somebody at a step of the form. */
interface Visit {
  ctx: RequestContext & { reader: Reader }
  meeting: Meeting
  own: OwnRegistration | undefined
  /** What is saved so far; of a registration that was sent, what it says. */
  draft: Draft
  changing: boolean
}

/** What was typed, and what is wrong with it. */
interface Typed {
  draft: Draft
  errors: readonly FieldError[]
  consents?: Consents
  submissionId?: string
}

const isStep = (value: string): value is Step => STEPS.some((step) => step === value)

/** The form: five steps, each saved as it is sent; the same pages change a registration later, one part at a time. */
@ApiExcludeController()
@Policy(SIGNED_IN)
@Controller(':locale/:meeting/register')
export class RegistrationPages {
  constructor(
    private readonly meetings: Meetings,
    private readonly registrations: Registrations,
    private readonly amendments: Amendments,
    private readonly availability: Availability,
  ) {}

  /** The address that is mailed and printed: on to where this person goes on. */
  @Policy(PUBLIC)
  @Get()
  async begin(@Ctx() ctx: RequestContext, @Param('meeting') slug: string): Answer {
    const meeting = await this.meetings.named(slug)
    const own = ctx.reader && (await this.registrations.own(meeting, ctx.reader.person))
    if (own && !can('submit', own.state)) return redirect(ownPath(ctx.locale, meeting))
    const window = this.registrations.window(meeting, 'online')
    if (window === 'not-yet' || window === 'over') return closedPage(ctx, meeting, window)
    if (!ctx.reader) return redirect(`/${ctx.locale}/sign-in?next=${encodeURIComponent(formPath(ctx.locale, meeting))}`)
    return redirect(formPath(ctx.locale, meeting, this.nextStep(meeting, own?.draft ?? {})))
  }

  @Get(':step')
  async step(@Ctx() ctx: RequestContext, @Param('meeting') slug: string, @Param('step') step: string): Answer {
    const visit = await this.visit(ctx, slug, step)
    if (!('draft' in visit)) return visit
    return this.draw(visit, step as Step)
  }

  @Post(':step')
  async save(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('step') step: string,
    @Body() body: unknown,
  ): Answer {
    const visit = await this.visit(ctx, slug, step)
    if (!('draft' in visit)) return visit
    switch (step as Step) {
      case 'you':
        return this.saveYou(visit, body)
      case 'representing':
        return this.saveRepresenting(visit, body)
      case 'attendance':
        return this.saveAttendance(visit, body)
      case 'needs':
        return this.saveNeeds(visit, body)
      case 'check':
        return this.send(visit, body)
    }
  }

  private async saveYou(visit: Visit, body: unknown): Answer {
    const { value: form, errors } = parseForm(YouForm, body)
    const typed: Draft = {
      names: { givenNames: form?.names?.givenNames ?? '', familyName: form?.names?.familyName ?? '' },
      jobTitle: form?.jobTitle ?? '',
    }
    const { value, problems } = checkYou(typed.names ?? {}, typed.jobTitle)
    return this.keep(visit, 'you', typed, errors ?? problems, value, (meeting, person, part) =>
      this.amendments.you(meeting, person, part),
    )
  }

  private async saveRepresenting(visit: Visit, body: unknown): Answer {
    const { value: form, errors } = parseForm(RepresentingForm, body)
    const claim = claimFrom(form?.claim ?? {})
    const { value, problems } = checkClaim(claim, visit.meeting)
    return this.keep(
      visit,
      'representing',
      { claim },
      errors ?? problems,
      value && { claim: value },
      (meeting, person, part) => this.amendments.claim(meeting, person, part.claim),
    )
  }

  private async saveAttendance(visit: Visit, body: unknown): Answer {
    const { meeting, draft, own, changing } = visit
    const { value: form, errors } = parseForm(AttendanceForm, body)
    const wishes = wishesFrom(form?.days)
    const { value, problems } = checkWishes(
      wishes,
      meeting,
      draft.claim!.constituency,
      this.registrations.today(meeting),
      changing ? own?.wishes : [],
    )
    return this.keep(
      visit,
      'attendance',
      { wishes },
      errors ?? problems,
      value && { wishes: value },
      async (_, person, part) => {
        await this.registrations.choose(meeting, person, part.wishes)
      },
    )
  }

  private async saveNeeds(visit: Visit, body: unknown): Answer {
    const { meeting, draft } = visit
    const { value: form, errors } = parseForm(NeedsForm, body)
    const typed = { answers: answersFrom(form?.answers), language: form?.language ?? '' }
    const asked = { constituency: draft.claim!.constituency, wishes: draft.wishes ?? [] }
    const { value, problems } = checkNeeds(typed, meeting, asked)
    return this.keep(visit, 'needs', typed, errors ?? problems, value, (_, person, part) =>
      this.amendments.needs(meeting, person, part),
    )
  }

  private async send(visit: Visit, body: unknown): Answer {
    const { ctx, meeting, draft } = visit
    const { value: form, errors } = parseForm(CheckForm, body)
    const consents = { data: form?.consents?.data === 'yes', list: form?.consents?.list === 'yes' }
    const submissionId = form?.submissionId ?? randomUUID()
    if (errors) return this.draw(visit, 'check', { draft, errors, consents, submissionId })
    try {
      await this.registrations.submit(meeting, ctx.reader.person, { submissionId, consents })
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error
      return this.draw(visit, 'check', { draft, errors: error.fields, consents, submissionId })
    }
    return redirect(`${ownPath(ctx.locale, meeting)}/sent`)
  }

  /** Keeps a part that is right, in the draft or at once in what was sent; shows the step again otherwise. */
  private async keep<Part extends Draft>(
    visit: Visit,
    step: Step,
    typed: Draft,
    errors: readonly FieldError[] | undefined,
    part: Part | undefined,
    amend: (meeting: Meeting, person: Reader['person'], part: Part) => Promise<void>,
  ): Answer {
    const { ctx, meeting, draft, changing } = visit
    const again = (problems: readonly FieldError[]) =>
      this.draw(visit, step, { draft: { ...draft, ...typed }, errors: problems })
    if (errors?.length || !part) return again(errors ?? [])
    try {
      if (changing) {
        await amend(meeting, ctx.reader.person, part)
        return redirect(ownPath(ctx.locale, meeting))
      }
      await this.registrations.saveDraft(meeting, ctx.reader.person, part, ctx.locale)
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error
      return again(error.fields)
    }
    return redirect(formPath(ctx.locale, meeting, this.nextStep(meeting, { ...draft, ...part })))
  }

  /** Who comes to a step, and whether they may be there; else the way to where they should be. */
  private async visit(ctx: RequestContext, slug: string, step: string): Promise<Visit | RedirectResponse> {
    const meeting = await this.meetings.named(slug)
    const { reader } = ctx
    if (!isStep(step) || !reader) throw new NotFound()
    const own = await this.registrations.own(meeting, reader.person)
    const changing = own !== undefined && can('amend', own.state)
    const window = this.registrations.window(meeting, 'online')
    if (window === 'not-yet' || window === 'over') return redirect(formPath(ctx.locale, meeting))
    if (changing ? step === 'check' : own && !can('submit', own.state)) return redirect(ownPath(ctx.locale, meeting))
    const draft = changing ? asDraft(own) : (own?.draft ?? {})
    const first = this.nextStep(meeting, draft)
    if (!changing && STEPS.indexOf(step) > STEPS.indexOf(first)) return redirect(formPath(ctx.locale, meeting, first))
    return { ctx: Object.assign(ctx, { reader }), meeting, own, draft, changing }
  }

  private nextStep(meeting: Meeting, draft: Draft): Step {
    return checkDraft(draft, meeting, this.registrations.today(meeting)).step ?? 'check'
  }

  private async draw(visit: Visit, step: Step, typed?: Typed): Promise<HtmlResponse> {
    const { ctx, meeting, own, changing } = visit
    const draft = typed?.draft ?? visit.draft
    const frame: FormFrame = {
      ctx,
      meeting,
      ...(changing && { changing: own }),
      ...(typed && { errors: typed.errors }),
    }
    const email = own?.email ?? (await this.registrations.addressOf(ctx.reader.person))
    const { claim } = draft
    if (step === 'you') return youPage(frame, draft.names ? draft : { ...draft, ...namesOf(own) }, email)
    if (step === 'representing' || !claim) return representingPage(frame, draft)
    const today = this.registrations.today(meeting)
    if (step === 'attendance') {
      const offers = await this.availability.of(meeting, claim, today)
      const late = this.registrations.window(meeting, 'in-person') === 'late'
      return attendancePage(frame, { ...draft, claim }, offers, late)
    }
    const complete = checkDraft(draft, meeting, today)
    if (step === 'needs' || !complete.value) return needsPage(frame, { ...draft, claim })
    return checkPage(frame, complete.value, {
      email,
      submissionId: typed?.submissionId ?? randomUUID(),
      late: this.registrations.window(meeting, 'online') === 'late',
      consents: typed?.consents ?? { data: own?.consents.data ?? false, list: own?.consents.list ?? false },
    })
  }
}

const namesOf = (own: OwnRegistration | undefined): Pick<Draft, 'names'> => (own ? { names: own.names } : {})

/** What a sent registration says, as the form shows it. */
const asDraft = (own: OwnRegistration): Draft => ({
  names: own.names,
  jobTitle: own.jobTitle,
  ...(own.claim && { claim: own.claim }),
  wishes: own.wishes,
  answers: own.answers,
  language: own.language,
})
