import type { ComponentChildren } from 'preact'
import { LOCALE_NAMES, LOCALES, type Locale } from '../kernel/locale.ts'
import { formatInstant } from '../platform/i18n/formats.ts'
import { translator, type TFunction } from '../platform/i18n/i18n.ts'
import { ActionLink, Actions, Button, ButtonLink, Form } from '../ui/actions.tsx'
import { Axis, PageHead } from '../ui/axis.tsx'
import { Empty, Note } from '../ui/note.tsx'
import { problemOf, type FieldProblem } from '../ui/problems.ts'
import { RadioChoices } from '../ui/radio-choices.tsx'
import { safeHref } from '../ui/safe-href.ts'
import { State } from '../ui/state.tsx'
import { Terms, type Term } from '../ui/terms.tsx'
import { TextInput } from '../ui/text-input.tsx'
import { subscribeLinks } from './links.ts'
import type { CalendarState } from './own-calendar.service.ts'
import { QrCode } from '../ui/qr.tsx'
import { REMINDERS } from './selection.ts'

/** What a person calls their calendar: long enough to tell two apart, short enough for a side bar. */
export const LONGEST_NAME = 60

/** A link that leads out of the house, as a button. */
const Out = ({ href, about, children }: { href: string; about: string; children: ComponentChildren }) => (
  <a class="button second" href={safeHref(href)} rel="noreferrer">
    {children}
    <span class="hidden"> {about}</span>
  </a>
)

const waysOf = (t: TFunction, address: URL, name: string): Term[] => {
  const links = subscribeLinks(address, name)
  return [
    {
      term: t('calendar:way.device'),
      detail: t('calendar:way.deviceSays'),
      action: <ButtonLink href={links.webcal}>{t('calendar:way.deviceDo')}</ButtonLink>,
    },
    {
      term: t('calendar:way.google'),
      detail: t('calendar:way.googleSays'),
      action: (
        <Out href={links.google} about={t('calendar:way.toGoogle')}>
          {t('calendar:way.add')}
        </Out>
      ),
    },
    {
      term: t('calendar:way.outlook'),
      detail: t('calendar:way.outlookSays'),
      action: (
        <Actions>
          <Out href={links.outlook} about={t('calendar:way.toOutlook')}>
            {t('calendar:way.personal')}
          </Out>
          <Out href={links.office365} about={t('calendar:way.toOffice')}>
            {t('calendar:way.work')}
          </Out>
        </Actions>
      ),
    },
    { term: t('calendar:way.classic'), detail: t('calendar:way.classicSays') },
    {
      term: t('calendar:way.apple'),
      detail: t('calendar:way.appleSays'),
      action: (
        <Out href={links.webcal} about={t('calendar:way.toApple')}>
          {t('calendar:way.add')}
        </Out>
      ),
    },
    { term: t('calendar:way.thunderbird'), detail: t('calendar:way.thunderbirdSays') },
    { term: t('calendar:way.android'), detail: t('calendar:way.androidSays') },
    {
      term: t('calendar:way.phone'),
      detail: t('calendar:way.phoneSays'),
      action: <QrCode of={links.webcal} label={t('calendar:way.qr')} />,
    },
    {
      term: t('calendar:way.file'),
      detail: t('calendar:way.fileSays'),
      action: (
        // By its path: the page may be open under another name of this host.
        <ButtonLink href={address.pathname} second>
          {t('calendar:way.fileDo')}
        </ButtonLink>
      ),
    },
  ]
}

interface PageProps {
  t: TFunction
  locale: Locale
  /** `/en/demo/me/calendar`, or `/en/me/calendar` for all meetings. */
  path: string
  own: CalendarState
  /** The same, of all meetings, where this page is of one; undefined where it is that itself. */
  allMeetings: string | undefined
  /** What the calendar is called while its owner gives it no other name. */
  usualName: string
  problems?: readonly FieldProblem[]
  saved?: boolean
}

const Chooser = ({ t, locale, path, own, usualName, problems }: PageProps) => {
  const { feed, counts } = own
  const chosen = feed?.carries ?? (counts.follow > 0 ? 'follow' : 'attend')
  return (
    <Form action={path}>
      <Axis title={t('calendar:page.carries')}>
        <div class="form">
          <RadioChoices
            t={t}
            name="carries"
            label={t('calendar:page.carries')}
            hideLabel
            error={problemOf(problems, 'carries')}
            value={chosen}
            choices={[
              {
                value: 'follow',
                label: t('calendar:page.follow'),
                note: t('calendar:page.sessions', { count: counts.follow }),
              },
              {
                value: 'attend',
                label: t('calendar:page.attend'),
                note: t('calendar:page.sessions', { count: counts.attend }),
              },
            ]}
          />
          <p class="hint">{t('calendar:page.hint')}</p>
          <RadioChoices
            t={t}
            name="sideEvents"
            label={t('calendar:page.sideEvents')}
            error={problemOf(problems, 'sideEvents')}
            value={feed?.sideEvents === false ? 'without' : 'with'}
            choices={[
              { value: 'with', label: t('calendar:page.withSideEvents') },
              { value: 'without', label: t('calendar:page.withoutSideEvents') },
            ]}
          />
          <RadioChoices
            t={t}
            name="reminder"
            label={t('calendar:page.reminder')}
            hint={t('calendar:page.reminderHint')}
            error={problemOf(problems, 'reminder')}
            value={String(feed?.reminder ?? '')}
            choices={[
              { value: '', label: t('calendar:page.noReminder') },
              ...REMINDERS.map((minutes) => ({
                value: String(minutes),
                label: t('calendar:page.minutes', { count: minutes }),
              })),
            ]}
          />
          <TextInput
            t={t}
            name="name"
            label={t('calendar:page.name')}
            hint={t('calendar:page.nameHint', { name: usualName })}
            error={problemOf(problems, 'name')}
            value={feed?.name ?? ''}
            maxlength={LONGEST_NAME}
            optional
          />
        </div>
      </Axis>
      <Axis title={t('calendar:page.language')}>
        <div class="form">
          <RadioChoices
            t={t}
            name="language"
            label={t('calendar:page.language')}
            hideLabel
            error={problemOf(problems, 'language')}
            value={feed?.language ?? locale}
            choices={LOCALES.map((each) => ({ value: each, label: LOCALE_NAMES[each], lang: each }))}
          />
          <Actions>
            <Button second={feed !== undefined}>{t(feed ? 'calendar:page.save' : 'calendar:page.make')}</Button>
          </Actions>
        </div>
      </Axis>
    </Form>
  )
}

/** When something was, on the clock of the meeting. */
const Moment = ({ at, zone, locale }: { at: Temporal.Instant; zone: string; locale: Locale }) =>
  formatInstant(at, zone, locale, { sentence: true, year: false })

const Clients = ({ t, locale, path, own }: PageProps) => (
  <Axis title={t('calendar:page.asked')}>
    <div class="flow">
      {own.clients.length === 0 ? (
        <Empty>
          <p>{t('calendar:page.nobody')}</p>
        </Empty>
      ) : (
        <Terms
          terms={own.clients.map(({ client, at, upToDate }) => ({
            term: t(`calendar:client.${client}`),
            detail: (
              <>
                <State t={t} is={upToDate ? 'confirmed' : 'offered'} look={!upToDate}>
                  {t(upToDate ? 'calendar:page.upToDate' : 'calendar:page.behind')}
                </State>
                <br />
                {t('calendar:page.lastAsked', { when: Moment({ at, zone: own.timeZone, locale }) })}
                {client === 'google' && !upToDate && (
                  <>
                    <br />
                    {t('calendar:clientSlow.google')}
                  </>
                )}
              </>
            ),
          }))}
        />
      )}
      <Actions>
        <ButtonLink href={`${path}/replace`} second>
          {t('calendar:page.replace')}
        </ButtonLink>{' '}
        <ActionLink href={`${path}/stop`}>{t('calendar:page.stop')}</ActionLink>
      </Actions>
      <p class="quiet">{t('calendar:page.replaceWhy')}</p>
    </div>
  </Axis>
)

/** A person's own calendar: what it carries, how to subscribe in each program, who has asked, replace and stop. */
export const CalendarPage = (props: PageProps) => {
  const { t, locale, own, usualName, problems, saved, allMeetings } = props
  const { feed } = own
  return (
    <>
      <PageHead
        t={t}
        rail={t(allMeetings ? 'calendar:page.rail' : 'calendar:page.railAll')}
        under={t('calendar:page.under')}
        errors={problems}
        title={t(allMeetings ? 'calendar:page.heading' : 'calendar:page.headingAll')}
        lead={t(allMeetings ? 'calendar:page.lead' : 'calendar:page.leadAll')}
      >
        {saved && (
          <Note>
            <p role="status">{t('calendar:page.saved')}</p>
          </Note>
        )}
        {own.ended && (
          <Note>
            <p>{t('calendar:page.ended')}</p>
          </Note>
        )}
        {!own.ended && feed?.carries === 'follow' && own.counts.follow === 0 && (
          <Note>
            <p>
              {t('calendar:page.followNone')}{' '}
              {allMeetings && (
                <a href={props.path.replace(/\/me\/calendar$/, '/agenda')}>{t('calendar:page.toAgenda')}</a>
              )}
            </p>
          </Note>
        )}
      </PageHead>
      <Chooser {...props} />
      {feed && (
        <>
          <Axis title={t('calendar:page.subscribe')}>
            <div class="flow">
              <Terms ways terms={waysOf(translator(locale), feed.address, feed.name ?? usualName)} />
              <TextInput
                t={t}
                name="address"
                label={t('calendar:way.address')}
                hint={t('calendar:way.addressSays')}
                value={feed.address.href}
                readonly
                spellcheck={false}
              />
            </div>
          </Axis>
          <Clients {...props} />
        </>
      )}
      {allMeetings && (
        <Axis title={t('calendar:page.all')} screen>
          <p>
            {t('calendar:page.allWhy')} <a href={allMeetings}>{t('calendar:page.allDo')}</a>
          </p>
        </Axis>
      )}
    </>
  )
}

/** "Replace the address" and "Stop the calendar": what it does, before it is done. */
export const ConfirmPage = ({
  t,
  path,
  what,
  ofAll = false,
}: {
  t: TFunction
  path: string
  what: 'replace' | 'stop'
  ofAll?: boolean
}) => (
  <>
    <PageHead
      t={t}
      rail={t(ofAll ? 'calendar:page.railAll' : 'calendar:page.rail')}
      under={t('calendar:page.under')}
      title={t(`calendar:${what}Page.title`)}
      lead={t(`calendar:${what}Page.lead`)}
    />
    <div class="axis">
      <div>
        <Form action={`${path}/${what}`}>
          <Actions>
            <Button>{t(`calendar:${what}Page.do`)}</Button> <a href={path}>{t(`calendar:${what}Page.back`)}</a>
          </Actions>
        </Form>
      </div>
    </div>
  </>
)
