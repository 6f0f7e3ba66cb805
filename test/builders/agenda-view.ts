import type {
  AgendaView,
  AttendEntry,
  ClosedEntry,
  DayView,
  ListedEntry,
  MeetingView,
  ProgrammeEntry,
  ReleaseView,
  SessionView,
} from '../../src/access/view.ts'
import { asId } from '../../src/kernel/id.ts'
import type { Locale } from '../../src/kernel/locale.ts'
import type { Localized } from '../../src/kernel/localized-text.ts'

/** Words in a language. */
export const said = (text: string, lang: Locale = 'en'): Localized => ({ text, lang })

const DAY = Temporal.PlainDate.from('2022-10-18')
const ZONE = 'Europe/Zurich'

/** An entry whose time is known. */
type Timed<Entry> = Entry & { readonly start: Temporal.ZonedDateTime; readonly end: Temporal.ZonedDateTime }
/** What a test says of an entry; its time is said by `from` and `to`. */
type With<Entry> = Partial<Omit<Entry, 'start' | 'end'>> & When

interface When {
  /** Wall-clock, `2022-10-18T10:00`. */
  from?: string
  to?: string
  zone?: string
}

const base = ({ from = '2022-10-18T10:00', to = '2022-10-18T11:15', zone = ZONE }: When) => {
  const start = Temporal.PlainDateTime.from(from).toZonedDateTime(zone)
  return {
    day: start.toPlainDate(),
    start,
    end: Temporal.PlainDateTime.from(to).toZonedDateTime(zone),
    status: 'confirmed' as const,
    calendar: { uid: 'a1b2c3@plenary', sequence: 0, stamp: Temporal.Instant.from('2022-09-26T08:00:00Z') },
  }
}

/** An entry as those see it who may attend. */
export const attendEntry = (with_: With<AttendEntry> = {}): Timed<AttendEntry> => {
  const { from, to, zone, ...rest } = with_
  return {
    ...base({ from, to, zone }),
    level: 'attend',
    id: asId('0199a000-0000-7000-8000-000000000001'),
    code: 'PL-1',
    kind: 'plenary',
    title: said('Opening of the meeting'),
    room: { key: 'xvii', name: said('Room XVII'), place: said('Building E, first floor'), onlineOnly: false },
    format: 'hybrid',
    interpretation: ['en', 'fr', 'es'],
    openTo: { attend: 'constituencies', constituencies: ['member-state', 'un-entity'] },
    abstract: said('What was promised; what has begun.'),
    officers: [{ role: 'chair', name: said('Coordinator of the Network') }],
    items: [{ number: '1', title: said('Adoption of the agenda') }],
    online: true,
    capacity: null,
    ...rest,
  }
}

/** An entry as those see it who may not attend, in full. */
export const programmeEntry = (with_: With<ProgrammeEntry> = {}): Timed<ProgrammeEntry> => {
  const { online: _online, capacity: _capacity, ...entry } = attendEntry()
  const { from, to, zone, ...rest } = with_
  return { ...entry, ...base({ from, to, zone }), level: 'programme', ...rest }
}

/** An entry of which only title, time and place are shown. */
export const listedEntry = (with_: With<ListedEntry> = {}): Timed<ListedEntry> => {
  const { abstract: _abstract, officers: _officers, items: _items, ...entry } = programmeEntry()
  const { from, to, zone, ...rest } = with_
  return { ...entry, ...base({ from, to, zone }), level: 'listed', ...rest }
}

/** "Closed meeting". */
export const closedEntry = (with_: With<ClosedEntry> = {}): Timed<ClosedEntry> => {
  const { from, to, zone, ...rest } = with_
  return {
    ...base({ from, to, zone }),
    level: 'closed',
    room: { key: 'xxvi', name: said('Room XXVI'), onlineOnly: false },
    ...rest,
  }
}

interface ViewParts {
  locale?: Locale
  meeting?: Partial<MeetingView>
  release?: Partial<ReleaseView>
  entries?: readonly SessionView[]
  dates?: readonly string[]
}

/** An agenda view, made without the gate: for tests of what is drawn from one, and for nothing else. */
export const agendaView = ({
  locale = 'en',
  meeting,
  release,
  entries = [attendEntry()],
  dates,
}: ViewParts = {}): AgendaView => {
  const days = (dates ?? [...new Set([DAY.toString(), ...entries.map((entry) => entry.day.toString())])]).toSorted()
  const view: Pick<AgendaView, 'locale' | 'meeting' | 'release' | 'days'> = {
    locale,
    meeting: {
      slug: 'unnm-annual-meeting-4',
      title: said('Fourth Annual Meeting of the United Nations Network on Migration'),
      shortTitle: said('Fourth Annual Meeting'),
      organizer: said('United Nations Network on Migration'),
      venue: said('Palais des Nations'),
      address: said('Avenue de la Paix 14, 1211 Geneva 10, Switzerland'),
      city: said('Geneva'),
      timeZone: ZONE,
      contactEmail: 'meeting@example.org',
      format: 'hybrid',
      ...meeting,
    },
    release: {
      label: 'Rev.1',
      stage: 'revised',
      publishedAt: Temporal.Instant.from('2022-10-07T08:00:00Z'),
      ...release,
    },
    days: days.map((date, index): DayView => ({
      number: index + 1,
      date: Temporal.PlainDate.from(date),
      openTo: [],
      sessions: entries.filter((entry) => entry.day.toString() === date),
    })),
  }
  return view as AgendaView
}
