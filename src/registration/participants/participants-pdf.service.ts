import { createHash } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import type { Locale } from '../../kernel/locale.ts'
import { datesOf, placeOf, wordsOf } from '../../meetings/meeting-frame.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { BoundedCache } from '../../platform/bounded-cache.ts'
import { encode, type EncodedBody } from '../../platform/http/encoded-body.ts'
import { formatDay } from '../../platform/i18n/formats.ts'
import { translator } from '../../platform/i18n/i18n.ts'
import { Typesetter, type PdfDocument } from '../../platform/pdf/typesetter.ts'
import { constituencyPlural, leadOf } from './participants-page.tsx'
import type { ParticipantList } from './participants.service.ts'

const TEMPLATE = new URL('./participants.typ', import.meta.url)

/** Megabytes of finished lists that are kept; each costs the same words only once. */
const KEPT = 32_000_000

/** The list of participants as a tagged PDF. */
@Injectable()
export class ParticipantsPdf {
  private readonly kept = new BoundedCache<EncodedBody>(KEPT, ({ bytes }) => bytes.length)
  private readonly underway = new Map<string, Promise<EncodedBody>>()

  constructor(private readonly typesetter: Typesetter) {}

  /** @throws TypesetterIsBusy */
  async of(meeting: Meeting, list: ParticipantList, locale: Locale): Promise<EncodedBody> {
    const document = documentOf(meeting, list, locale)
    const key = createHash('sha256').update(JSON.stringify(document)).digest('base64url')
    const kept = this.kept.get(key)
    if (kept) return kept
    let work = this.underway.get(key)
    if (!work) {
      work = this.make(key, document).finally(() => this.underway.delete(key))
      this.underway.set(key, work)
    }
    return work
  }

  private async make(key: string, document: PdfDocument): Promise<EncodedBody> {
    const body = encode(await this.typesetter.typeset(document))
    this.kept.set(key, body)
    return body
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
