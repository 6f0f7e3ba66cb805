import { Injectable } from '@nestjs/common'
import type { Locale } from '../../kernel/locale.ts'
import { datesOf, placeOf, wordsOf } from '../../meetings/meeting-frame.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import type { EncodedBody } from '../../platform/http/encoded-body.ts'
import { formatDay } from '../../platform/i18n/formats.ts'
import { translator } from '../../platform/i18n/i18n.ts'
import { KeptPdfs } from '../../platform/pdf/kept-pdfs.ts'
import type { PdfDocument } from '../../platform/pdf/typesetter.ts'
import { constituencyPlural, leadOf } from './participants-page.tsx'
import type { ParticipantList } from './participants.service.ts'

const TEMPLATE = new URL('./participants.typ', import.meta.url)

/** The list of participants as a tagged PDF. */
@Injectable()
export class ParticipantsPdf {
  constructor(private readonly pdfs: KeptPdfs) {}

  /** @throws TypesetterIsBusy */
  async of(meeting: Meeting, list: ParticipantList, locale: Locale): Promise<EncodedBody> {
    return this.pdfs.of(documentOf(meeting, list, locale))
  }
}

/** What stands in the document, in the words of the page. */
const documentOf = (meeting: Meeting, list: ParticipantList, locale: Locale): PdfDocument => {
  const t = translator(locale)
  const date = formatDay(list.date, locale)
  return {
    template: TEMPLATE,
    language: locale,
    title: t('participants:pdf.title'),
    author: wordsOf(meeting.organizer, meeting, locale).text,
    data: {
      kind: t(list.provisional ? 'participants:provisional' : 'participants:final'),
      date,
      meeting: wordsOf(meeting.title, meeting, locale).text,
      dates: `${datesOf(meeting, locale)} · ${placeOf(meeting, locale)}`,
      lead: leadOf(t, locale, meeting),
      asOf: t('participants:pdf.asOf', { date }),
      page: t('participants:pdf.page', { page: '{page}', pages: '{pages}' }),
      empty: t('participants:empty.title'),
      online: t('participants:online'),
      sections: list.sections.map(({ constituency: id, groups }) => ({
        title: constituencyPlural(id, locale),
        groups: groups.map(({ name, people }) => ({
          name,
          people: people.map((person) => ({
            name: person.name,
            role: person.role && t(`participants:role.${person.role}`),
            title: person.jobTitle === person.name ? '' : person.jobTitle,
            online: person.online,
          })),
        })),
      })),
    },
  }
}
