import { randomUUID } from 'node:crypto'
import { Body, Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { InvalidInput, NotFound, type FieldError } from '../../kernel/domain-error.ts'
import type { Locale } from '../../kernel/locale.ts'
import { Meetings } from '../../meetings/meetings.service.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { Cookies } from '../../people/cookies.ts'
import { parseForm } from '../../platform/http/form.ts'
import { redirect, type HtmlResponse, type RedirectResponse } from '../../platform/http/html-response.ts'
import { Ctx, type Reader, type RequestContext } from '../../platform/http/request-context.ts'
import { readUpload, Uploads } from '../../platform/files/read-upload.ts'
import { RateLimits } from '../../platform/http/rate-limit.ts'
import { Policy, PUBLIC, SIGNED_IN } from '../../platform/policies/policy.ts'
import { Amendments } from '../amendments.service.ts'
import { Availability } from '../places/availability.service.ts'
import { closedPage } from './closed-page.tsx'
import { AnswerFiles } from '../questions/answer-files.service.ts'
import { checkDraft, isUnanswered } from './draft.ts'
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
import type { OwnRegistration } from '../own/own.ts'
import { KeptForms } from './kept-forms.service.ts'
import { SessionOffers } from './session-offers.service.ts'
import { CheckForm } from './registration-forms.dto.ts'
import {
  readAttendance,
  readNeeds,
  readRepresenting,
  readYou,
  type NeedsAnswers,
  type StepAnswers,
} from './step-answers.ts'
import { STEPS, type Consents, type Draft, type Step, type Wish } from '../registration.ts'
import { Registrations } from '../registrations.service.ts'
import { can } from '../states.ts'

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
  /** The answers lead to questions that were not on the page before. */
  follows?: boolean
  /** It was sent when its owner was signed in no more. */
  kept?: boolean
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
    private readonly answerFiles: AnswerFiles,
    private readonly sessionOffers: SessionOffers,
    private readonly limits: RateLimits,
    private readonly keptForms: KeptForms,
    private readonly cookies: Cookies,
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
  async step(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('step') step: string,
    @Req() request: FastifyRequest,
  ): Answer {
    const visit = await this.visit(ctx, slug, step)
    if (!('draft' in visit)) return visit
    const at = { meeting: visit.meeting.id, step: step as Step }
    const kept = await this.keptForms.find(this.cookies.read(request, 'typed'), visit.ctx.reader.person, at)
    return this.draw(
      visit,
      step as Step,
      kept === undefined ? undefined : await this.typedIn(visit, step as Step, kept),
    )
  }

  /** Who is signed in no more is sent to sign in, and finds there again what they sent. */
  @Policy(PUBLIC)
  @Post(':step')
  @Uploads()
  async save(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('step') step: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Answer {
    if (!ctx.reader) return this.keepForLater(ctx, slug, step, request, reply)
    const visit = await this.visit(ctx, slug, step)
    if (!('draft' in visit)) return visit
    const { body, files } = await readUpload(request)
    await this.keptForms.drop(visit.ctx.reader.person)
    const { meeting } = visit
    switch (step as Step) {
      case 'you':
        return this.keep(visit, 'you', readYou(body), (person, part) => this.amendments.you(meeting, person, part))
      case 'representing':
        return this.keep(visit, 'representing', readRepresenting(body, meeting), (person, { claim }) =>
          this.amendments.claim(meeting, person, claim),
        )
      case 'attendance':
        return this.keep(visit, 'attendance', this.attendanceIn(visit, body), async (person, { wishes }) => {
          await this.registrations.choose(meeting, person, wishes)
        })
      case 'needs': {
        const needs = await this.needsIn(visit, body, files)
        const { uploads } = needs
        return this.keep(visit, 'needs', needs, (person, part) =>
          this.amendments.needs(meeting, person, { ...part, uploads }),
        )
      }
      case 'check':
        return this.send(visit, body)
    }
  }

  /** What a script saves while somebody types: kept as it is, and checked when the step is sent. */
  @Post(':step/draft')
  @HttpCode(204)
  async autosave(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('step') step: string,
    @Body() body: unknown,
  ): Promise<void> {
    if (ctx.reader) await this.limits.take('draft-saved-by', ctx.reader.person)
    const visit = await this.visit(ctx, slug, step)
    if (!('draft' in visit) || visit.changing || step === 'check') throw new NotFound()
    const { typed, edit } = await this.answersIn(visit, step as Exclude<Step, 'check'>, body)
    await this.registrations.saveDraft(visit.meeting, visit.ctx.reader.person, typed, ctx.locale, {
      ...(edit && { edit }),
    })
  }

  private async keepForLater(
    ctx: RequestContext,
    slug: string,
    step: string,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Answer {
    await this.limits.take('form-kept-from', ctx.ip)
    const meeting = await this.meetings.named(slug)
    if (!isStep(step)) throw new NotFound()
    const { body } = await readUpload(request)
    const kept = await this.keptForms.keep({ meeting: meeting.id, step }, body)
    if (kept) this.cookies.set(reply, 'typed', kept.secret, kept.until)
    const next = encodeURIComponent(formPath(ctx.locale, meeting, step))
    return redirect(`/${ctx.locale}/sign-in?next=${next}${kept ? '&typed=kept' : ''}`)
  }

  /** A step as it was sent before its owner was signed in again. */
  private async typedIn(visit: Visit, step: Step, body: unknown): Promise<Typed> {
    const { draft } = visit
    const kept = true
    if (step === 'check') {
      const { value: form } = parseForm(CheckForm, body)
      const consents = { data: form?.consents?.data === 'yes', list: form?.consents?.list === 'yes' }
      return { draft, errors: [], consents, kept, ...(form && { submissionId: form.submissionId }) }
    }
    const { typed } = await this.answersIn(visit, step, body)
    return { draft: { ...draft, ...typed }, errors: [], kept }
  }

  private async answersIn(visit: Visit, step: Exclude<Step, 'check'>, body: unknown): Promise<StepAnswers<Draft>> {
    const { meeting } = visit
    if (step === 'you') return readYou(body)
    if (step === 'representing') return readRepresenting(body, meeting)
    if (step === 'attendance') return this.attendanceIn(visit, body)
    return this.needsIn(visit, body)
  }

  private needsIn(
    { meeting, draft, own, changing }: Visit,
    body: unknown,
    files: Parameters<typeof readNeeds>[1] = new Map(),
  ): Promise<NeedsAnswers> {
    return readNeeds(body, files, meeting, { ...draft, claim: draft.claim! }, changing ? own?.answers : undefined)
  }

  private attendanceIn({ meeting, draft, own, changing }: Visit, body: unknown): StepAnswers<{ wishes: Wish[] }> {
    const before = changing ? (own?.wishes ?? []) : []
    return readAttendance(body, meeting, draft.claim!, this.registrations.today(meeting), before)
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

  /**
   * Keeps a part that is right, in the draft or at once in what was sent; shows the step again otherwise. What is wrong is
   * saved in the draft as well: nothing that was typed is lost, whatever happens next.
   */
  private async keep<Part extends Draft>(
    visit: Visit,
    step: Step,
    answers: StepAnswers<Part> & Partial<Pick<NeedsAnswers, 'uploads' | 'follows'>>,
    amend: (person: Reader['person'], part: Part) => Promise<void>,
  ): Answer {
    const { ctx, meeting, draft, changing } = visit
    const { person } = ctx.reader
    const { typed, value, problems, edit, uploads, follows = false } = answers
    const more = { ...(uploads && { uploads }), ...(edit && { edit, closes: true }) }
    const again = async (errors: readonly FieldError[]) => {
      if (changing) return this.draw(visit, step, { draft: { ...draft, ...typed }, errors, follows })
      await this.registrations.saveDraft(meeting, person, typed, ctx.locale, more)
      const own = await this.registrations.own(meeting, person)
      return this.draw({ ...visit, own }, step, { draft: own?.draft ?? typed, errors, follows })
    }
    if (problems.length || follows || !value) return again(problems)
    try {
      if (changing) {
        await amend(person, value)
        return redirect(await this.afterChange(meeting, person, step, ctx.locale))
      }
      await this.registrations.saveDraft(meeting, person, value, ctx.locale, more)
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error
      return again(error.fields)
    }
    return redirect(formPath(ctx.locale, meeting, this.nextStep(meeting, { ...draft, ...value })))
  }

  /** Who comes in person now may be asked what they were not before; else back to one's own page. */
  private async afterChange(meeting: Meeting, person: Reader['person'], step: Step, locale: Locale): Promise<string> {
    if (step === 'needs' || step === 'you') return ownPath(locale, meeting)
    const own = await this.registrations.own(meeting, person)
    return own && isUnanswered(meeting, own) ? formPath(locale, meeting, 'needs') : ownPath(locale, meeting)
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
      closed: own?.draft.closed,
      whose: this.keptForms.whose(ctx.reader.person),
      kept: typed?.kept,
    }
    const email = own?.email ?? (await this.registrations.addressOf(ctx.reader.person))
    const { claim } = draft
    if (step === 'you') return youPage(frame, draft.names ? draft : { ...draft, ...namesOf(own) }, email)
    if (step === 'representing' || !claim) return representingPage(frame, draft)
    const today = this.registrations.today(meeting)
    if (step === 'attendance') {
      const offers = await this.availability.of(meeting, claim, today)
      const late = this.registrations.window(meeting, 'in-person') === 'late'
      const sessions = await this.sessionOffers.offered(meeting, ctx.reader.person, claim, offers, ctx.locale)
      return attendancePage(frame, { ...draft, claim }, offers, sessions, late)
    }
    const complete = checkDraft(draft, meeting, today)
    const files = await this.answerFiles.named(meeting, draft.answers ?? {})
    if (step === 'needs' || !complete.value) return needsPage(frame, { ...draft, claim }, files, typed?.follows)
    return checkPage(frame, complete.value, {
      email,
      files,
      sessions: await this.sessionOffers.named(meeting, ctx.reader.person, ctx.locale),
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
