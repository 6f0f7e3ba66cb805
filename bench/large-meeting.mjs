// Lays down a large meeting for benches: so many sessions in so many rooms, in three languages, with interpretation, papers
// on the agenda of each, a few that are shut, and one release. Nothing is random, so runs compare.
import { dirname } from 'node:path'

const DIST = `${dirname(import.meta.dirname)}/dist`
const SUBJECTS = [
  ['Regional reviews', 'Examens régionaux', 'Exámenes regionales'],
  ['Data and forecasting', 'Données et prévisions', 'Datos y previsiones'],
  [
    'Humanitarian assistance at borders',
    'Assistance humanitaire aux frontières',
    'Asistencia humanitaria en fronteras',
  ],
  ['Labour mobility and skills', 'Mobilité de la main-d’œuvre et compétences', 'Movilidad laboral y competencias'],
  ['Financing of the next round', 'Financement du prochain cycle', 'Financiación de la próxima ronda'],
]
const ROLES = [
  ['Chair of the working group', 'Présidence du groupe de travail', 'Presidencia del grupo de trabajo'],
  ['Head of the secretariat', 'Direction du secrétariat', 'Jefatura de la secretaría'],
]

const texts = ([en, fr, es], more = '') => ({ en: en + more, fr: fr + more, es: es + more })
const clock = (minutes) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

/** When the sessions of one room are on one day, so many of them, between eight and half past eight. */
const hoursOf = (count) => {
  const length = Math.max(30, Math.floor(750 / count / 30) * 30)
  return Array.from({ length: count }, (_, index) => {
    const from = 480 + index * length
    return { start: clock(from), end: clock(from + Math.min(length, 180)) }
  })
}

const sessionAt = (index, { day, room, start, end }) => ({
  code: `LM-${index + 1}`,
  kind: index % 9 === 0 ? 'plenary' : 'panel',
  day,
  start,
  end,
  room,
  format: 'hybrid',
  interpretation: index % 4 === 0 ? ['en', 'fr', 'es'] : [],
  access:
    index % 25 === 7
      ? { attend: 'constituencies', constituencies: ['member-state'], show: 'closed' }
      : index % 25 === 11
        ? { attend: 'constituencies', constituencies: ['member-state', 'un-entity'], show: 'listed' }
        : { attend: 'everyone', show: 'programme' },
  title: texts(SUBJECTS[index % SUBJECTS.length], ` ${index + 1}`),
  abstract: texts(SUBJECTS[(index + 2) % SUBJECTS.length], ` – ${'What was agreed, and what follows. '.repeat(4)}`),
  people: ROLES.map((role, number) => ({
    role: number ? 'speaker' : 'chair',
    // Of each fifty, one is asked to be in two places.
    name: texts(role, ` ${index % 50 === 1 ? index : index + 1}`),
  })),
  items: SUBJECTS.slice(0, 3).map((subject, number) => ({
    number: String(number + 1),
    title: texts(subject),
    speakers: [],
    documents: [],
  })),
})

/** What was changed since the release: some titles, and with `clashes` a few sessions are in the room of another by mistake. */
const workedOn = (session, index, rooms, clashes) => {
  if (clashes && index % 40 === 3)
    return { room: rooms[(rooms.findIndex(({ id }) => id === session.room) + 1) % rooms.length].id }
  return index % 12 === 5 ? { title: texts(SUBJECTS[(index + 1) % SUBJECTS.length], ` ${index + 1}`) } : {}
}

/** A meeting of `sessions` sessions in `rooms` rooms on `days` days, as a file; the frame is the sample's. */
const fileOf = (sample, { slug, sessions, rooms, days, clashes = true }) => {
  const perRoom = sessions / rooms / days
  const hours = hoursOf(perRoom)
  const names = Array.from({ length: rooms }, (_, index) => ({
    id: `room-${index + 1}`,
    name: { en: `Room ${index + 1}`, fr: `Salle ${index + 1}`, es: `Sala ${index + 1}` },
    capacity: 120,
    booths: 3,
    hybrid: true,
  }))
  const places = Array.from({ length: days }, (_, day) => day + 1).flatMap((day) =>
    hours.flatMap((hour) => names.map(({ id }) => ({ day, room: id, ...hour }))),
  )
  const released = places.map((place, index) => sessionAt(index, place))
  const worked = released.map((session, index) => ({ ...session, ...workedOn(session, index, names, clashes) }))
  const differs = released.flatMap((session, index) => {
    const before = Object.keys(workedOn(session, index, names, clashes)).map((field) => [field, session[field]])
    return before.length ? [[session.code, Object.fromEntries(before)]] : []
  })
  const note = { en: 'First.', fr: 'Premier.', es: 'Primero.' }
  return {
    meeting: {
      ...sample.meeting,
      slug,
      days: Array.from({ length: days }, (_, index) => `+${30 + index}d`),
      firstDayOn: undefined,
      registration: {
        ...sample.meeting.registration,
        daysOpenTo: undefined,
        seatPools: [{ day: 1, mode: 'in-person', capacity: 500 }],
      },
    },
    rooms: names,
    sessions: worked,
    releases: [{ number: 1, label: 'draft', publishedAt: '-1d 09:00', note, differs: Object.fromEntries(differs) }],
  }
}

/** Lays down a large meeting in the application. */
export const loadLargeMeeting = async (app, sample, wish) => {
  const [{ checkMeetingFile }, { LoadMeeting }] = await Promise.all([
    import(`${DIST}/desk/meeting-file/check-meeting-file.js`),
    import(`${DIST}/desk/meeting-file/load-meeting.service.js`),
  ])
  return app.get(LoadMeeting, { strict: false }).load(checkMeetingFile(fileOf(sample, wish)))
}
