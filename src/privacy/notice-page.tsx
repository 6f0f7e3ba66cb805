import type { Locale } from '../kernel/locale.ts'
import type { Localized } from '../kernel/localized-text.ts'
import { addedToNotice, KINDS, NOTICE_OF, noticeVersion, PERSONAL_DATA } from '../meetings/personal-data.ts'
import { frameOf, wordsOf } from '../meetings/meeting-frame.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import type { HtmlResponse } from '../platform/http/html-response.ts'
import type { RequestContext } from '../platform/http/request-context.ts'
import { capitalized, formatDay, listed } from '../platform/i18n/formats.ts'
import { listNotice } from '../registration/participants/participants-page.tsx'
import { Axis, PageHead } from '../ui/axis.tsx'
import { DataTable } from '../ui/data-table.tsx'
import { langOf } from '../ui/localized.tsx'
import { page } from '../ui/page.tsx'
import { safeHref } from '../ui/safe-href.ts'
import { keptWords } from './period.ts'

const WhatWeHold = ({ ctx, meeting }: { ctx: RequestContext; meeting: Meeting | undefined }) => {
  const { t, locale } = ctx
  return (
    <DataTable
      t={t}
      labelledBy="held"
      columns={[
        { name: t('privacy:notice.column.kind') },
        { name: t('privacy:notice.column.why') },
        { name: t('privacy:notice.column.seen') },
        { name: t('privacy:notice.column.kept') },
      ]}
      rows={KINDS.map((kind) => {
        const { basis, seenBy } = PERSONAL_DATA[kind]
        return {
          header: t(`privacy:kind.${kind}.title`),
          cells: [
            <>
              {t(`privacy:kind.${kind}.why`)} <span class="quiet">{t(`privacy:basis.${basis}`)}.</span>
            </>,
            capitalized(
              listed(
                seenBy.map((who) => t(`privacy:seen.${who}`)),
                locale,
              ),
              locale,
            ),
            capitalized(keptWords(kind, meeting?.registration, locale), locale),
          ],
        }
      })}
    />
  )
}

/** What an organiser wrote, with an empty line between paragraphs. */
const Paragraphs = ({ of, locale }: { of: Localized; locale: Locale }) => (
  <div class="flow" lang={langOf(of, locale)}>
    {of.text
      .split(/\n\s*\n/)
      .filter((paragraph) => paragraph.trim())
      .map((paragraph) => (
        <p>{paragraph}</p>
      ))}
  </div>
)

/** The privacy notice: of the service, or with what the organiser of a meeting adds. */
export const noticePage = (ctx: RequestContext, meeting?: Meeting): HtmlResponse => {
  const { t, locale } = ctx
  const added = meeting && addedToNotice(meeting.registration)
  const dated = formatDay(NOTICE_OF, locale)
  const contact = meeting?.contact.email
  const onTheList = meeting && listNotice(t, locale, meeting)
  return page(ctx, {
    title: t('privacy:notice.title'),
    ...(meeting && { meeting: frameOf(meeting, locale) }),
    children: (
      <>
        <PageHead
          t={t}
          rail={t('privacy:title')}
          under={
            added
              ? t('privacy:notice.version', { version: noticeVersion(meeting?.registration), date: dated })
              : t('privacy:notice.dated', { date: dated })
          }
          title={t('privacy:notice.title')}
          lead={t('privacy:notice.lead')}
        />
        <Axis title={t('privacy:notice.who')}>
          <p>
            {meeting
              ? t('privacy:notice.whoMeeting', { organizer: wordsOf(meeting.organizer, meeting, locale).text })
              : t('privacy:notice.whoAll')}
          </p>
        </Axis>
        <Axis title={t('privacy:notice.rights')}>
          <ul class="flow">
            <li>
              {t('privacy:notice.see')} <a href={`/${locale}/me/data`}>{t('privacy:notice.seeLink')}</a>.
            </li>
            <li>{t('privacy:notice.correct')}</li>
            <li>{t('privacy:notice.erase')}</li>
            <li>{t('privacy:notice.refuse')}</li>
          </ul>
        </Axis>
        {added && (
          <Axis title={t('privacy:notice.added')}>
            <Paragraphs of={wordsOf(added, meeting, locale)} locale={locale} />
          </Axis>
        )}
        <section class="axis">
          <h2 class="rail" id="held">
            {t('privacy:notice.what')}
          </h2>
          <WhatWeHold ctx={ctx} meeting={meeting} />
        </section>
        {onTheList && (
          <Axis title={t('participants:notice.title')}>
            <p>{onTheList}</p>
          </Axis>
        )}
        <Axis title={t('privacy:notice.not')}>
          <p>{t('privacy:notice.notList')}</p>
        </Axis>
        <Axis title={t('privacy:notice.ask')}>
          <p>
            {contact ? (
              <>
                {t('privacy:notice.write')} <a href={safeHref(`mailto:${contact}`)}>{contact}</a>
              </>
            ) : (
              t('privacy:notice.writeAll')
            )}
          </p>
        </Axis>
      </>
    ),
  })
}
