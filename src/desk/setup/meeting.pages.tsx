import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import { InvalidInput, type FieldError } from '../../kernel/domain-error.ts'
import { isPublic } from '../../meetings/meeting.entity.ts'
import { draftOf, type MeetingDraft } from '../../meetings/meeting-draft.ts'
import { roleWith } from '../../people/role-policy.ts'
import { SETTINGS, type Settings } from '../../platform/config/settings.ts'
import { parseForm } from '../../platform/http/form.ts'
import { redirect, type HtmlResponse, type Sendable } from '../../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { formatInstant } from '../../platform/i18n/formats.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { Actions, Button, Form, Links } from '../../ui/actions.tsx'
import { Axis, DeskHead } from '../../ui/axis.tsx'
import { Note } from '../../ui/note.tsx'
import { page } from '../../ui/page.tsx'
import { fieldProblems } from '../../ui/problems.ts'
import { DeskRooms, type DeskRoom } from '../desk-room.service.ts'
import { MeetingFields } from './meeting-fields.tsx'
import { MeetingSetup, SetupChangedMeanwhile } from './meeting-setup.service.ts'
import { seenOf, seenText } from './seen.ts'
import { MeetingForm, meetingDraftFrom } from './setup-forms.ts'
import { SetupNav, setupPath } from './setup-nav.tsx'

/** What was said to the organiser before the page is drawn again. */
interface Said {
  fields?: readonly FieldError[]
  /** The fields that somebody else changed meanwhile. */
  meanwhile?: readonly string[]
  saved?: string | undefined
}

/** What a meeting says of itself, and whether others than its organisers know of it. */
@ApiExcludeController()
@Policy(roleWith('configure-meeting'))
@Controller(':locale/desk/:meeting/settings/meeting')
export class DeskMeetingPages {
  constructor(
    @Inject(DeskRooms) private readonly rooms: DeskRooms,
    @Inject(MeetingSetup) private readonly setup: MeetingSetup,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'baseUrl'>,
  ) {}

  @Get()
  async form(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Query('saved') saved?: string,
  ): Promise<HtmlResponse> {
    const room = await this.rooms.enter(ctx, slug, 'settings')
    return this.draw(ctx, room, draftOf(room.meeting), { saved })
  }

  @Post()
  async save(@Ctx() ctx: RequestContext, @Param('meeting') slug: string, @Body() body: unknown): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'settings')
    const { value: form, errors } = parseForm(MeetingForm, body)
    if (!form) return this.draw(ctx, room, draftOf(room.meeting), { fields: errors })
    const draft = meetingDraftFrom(form)
    try {
      const meeting = await this.setup.change(room.meeting.id, form.seen, draft, room.person)
      return redirect(`/${ctx.locale}/desk/${meeting.slug}/settings/meeting?saved=yes`)
    } catch (error) {
      if (error instanceof InvalidInput) return this.draw(ctx, room, draft, { fields: error.fields })
      if (error instanceof SetupChangedMeanwhile)
        return this.draw(ctx, await this.rooms.enter(ctx, slug, 'settings'), draft, { meanwhile: error.changed })
      throw error
    }
  }

  @Post('announce')
  async announce(@Ctx() ctx: RequestContext, @Param('meeting') slug: string): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'settings')
    await this.setup.announce(room.meeting.id, room.person)
    return redirect(`${room.path}/settings/meeting?saved=announced`)
  }

  @Post('hide')
  async hide(@Ctx() ctx: RequestContext, @Param('meeting') slug: string): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'settings')
    try {
      await this.setup.hide(room.meeting.id, room.person)
    } catch (error) {
      if (error instanceof InvalidInput) return this.draw(ctx, room, draftOf(room.meeting), { fields: error.fields })
      throw error
    }
    return redirect(`${room.path}/settings/meeting?saved=hidden`)
  }

  private draw(ctx: RequestContext, room: DeskRoom, draft: MeetingDraft, said: Said): HtmlResponse {
    const { t, locale } = ctx
    const errors = fieldProblems(locale, said.fields ?? [])
    const action = setupPath(room.path, 'meeting')
    return page(
      ctx,
      {
        title: t('setup:meeting.heading'),
        ...room.frame,
        errors,
        scripts: ['combobox'],
        children: (
          <>
            <DeskHead t={t} errors={errors} title={t('setup:meeting.heading')} under={t('setup:meeting.lead')}>
              <SetupNav t={t} desk={room.path} current="meeting" />
            </DeskHead>
            <SaidBefore ctx={ctx} said={said} back={action} desk={room.path} />
            <Form action={action}>
              <input type="hidden" name="seen" value={seenText(seenOf(draftOf(room.meeting)))} />
              <MeetingFields
                t={t}
                locale={locale}
                draft={draft}
                errors={errors}
                site={new URL('/', this.settings.baseUrl).href}
              />
              <div class="axis">
                <div class="flow">
                  <p class="quiet">{t('setup:meeting.acts')}</p>
                  <Actions>
                    <Button>{t('setup:save')}</Button>
                  </Actions>
                </div>
              </div>
            </Form>
            <Announcing ctx={ctx} room={room} action={action} />
          </>
        ),
      },
      { status: errors.length ? 422 : said.meanwhile?.length ? 409 : 200 },
    )
  }
}

const SAVED = { new: 'setup:saved.new', announced: 'setup:saved.announced', hidden: 'setup:saved.hidden' } as const

const SaidBefore = ({
  ctx: { t },
  said,
  back,
  desk,
}: {
  ctx: RequestContext
  said: Said
  back: string
  desk: string
}) => (
  <>
    {said.saved !== undefined && (
      <Note>
        <p role="status">{t(SAVED[said.saved as keyof typeof SAVED] ?? 'setup:saved.yes')}</p>
        {said.saved === 'new' && (
          <Links
            links={[
              { href: setupPath(desk, 'days'), children: t('setup:next.days') },
              { href: setupPath(desk, 'rooms'), children: t('setup:next.rooms') },
              { href: setupPath(desk, 'registration'), children: t('setup:next.registration') },
              { href: `${desk}/agenda`, children: t('setup:next.agenda') },
              { href: `${desk}/agenda/import`, children: t('intake:from') },
            ]}
          />
        )}
      </Note>
    )}
    {said.meanwhile && said.meanwhile.length > 0 && (
      <Note>
        <p>
          <strong>{t('setup:meanwhile.title')}</strong>
        </p>
        <ul>
          {said.meanwhile.map((field) => (
            <li>{t(`setup:field.${field as 'title'}`)}</li>
          ))}
        </ul>
        <p>
          {t('setup:meanwhile.kept')} <a href={back}>{t('setup:meanwhile.theirs')}</a>
        </p>
      </Note>
    )}
  </>
)

/** Whether the public knows of the meeting, and the button that changes it. */
const Announcing = ({ ctx, room, action }: { ctx: RequestContext; room: DeskRoom; action: string }) => {
  const { t, locale } = ctx
  const { meeting } = room
  const at = (moment: string): string => formatInstant(Temporal.Instant.from(moment), meeting.timeZone, locale)
  const { opens, closes } = meeting.registration
  return (
    <Axis title={t('setup:announce.title')} id="announced">
      {meeting.releaseVersion > 0 ? (
        <p>{t('setup:announce.published')}</p>
      ) : (
        <div class="flow">
          <p>{isPublic(meeting) ? t('setup:announce.isPublic') : t('setup:announce.isHidden')}</p>
          {!isPublic(meeting) && (
            <p class="quiet">{t('setup:announce.means', { opens: at(opens), closes: at(closes) })}</p>
          )}
          <Form action={`${action}/${isPublic(meeting) ? 'hide' : 'announce'}`}>
            <Actions>
              <Button second>{isPublic(meeting) ? t('setup:announce.hide') : t('setup:announce.do')}</Button>
            </Actions>
          </Form>
        </div>
      )}
    </Axis>
  )
}
