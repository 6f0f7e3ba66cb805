import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { Groups } from '../../src/agenda/groups.service.ts'
import { Publishing } from '../../src/agenda/publishing.service.ts'
import { WorkingCopy } from '../../src/agenda/working-copy.service.ts'
import { Feeds } from '../../src/calendar/feeds.service.ts'
import { JoinLinks } from '../../src/checkin/join-links.service.ts'
import { newId, type PersonId, type RegistrationId, type SessionId } from '../../src/kernel/id.ts'
import { Materials } from '../../src/materials/materials.service.ts'
import type { Meeting } from '../../src/meetings/meeting.entity.ts'
import { Room } from '../../src/meetings/room.entity.ts'
import { Registrations } from '../../src/registration/registrations.service.ts'
import { Review } from '../../src/registration/review/review.service.ts'
import { closing } from '../closing.ts'
import type { TestApp } from '../harness.ts'
import { applicants, type Applicant } from './house.ts'

/** The way from a process to the database, which can be cut. */
export class Cable {
  private constructor(
    /** The address of the database, by this cable. */
    readonly url: string,
    private readonly lines: Set<Socket>,
  ) {}

  static async to(databaseUrl: string): Promise<Cable> {
    const { hostname, port } = new URL(databaseUrl)
    const lines = new Set<Socket>()
    const server = createServer((near) => {
      const far = connect(Number(port), hostname)
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        lines.add(one)
        one.pipe(other)
        one.on('error', () => undefined)
        one.on('close', () => {
          lines.delete(one)
          other.destroy()
        })
      }
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    closing(async () => {
      for (const line of lines) line.destroy()
      server.close()
    })
    const through = Object.assign(new URL(databaseUrl), {
      hostname: '127.0.0.1',
      port: String((server.address() as AddressInfo).port),
    })
    return new Cable(through.href, lines)
  }

  /** Ends every connection, as a network does that fails for a moment. */
  cut(): void {
    for (const line of this.lines) line.destroy()
  }
}

/** Who sees what others do not, and has a calendar that fetches it. */
export interface Insider extends Applicant {
  registration: RegistrationId
  feed: string
}

/** The sessions that only some see, and what stands in them. */
export const SHUT = { states: 'MS-1', group: 'GR-1' } as const
export const OPEN = 'OP-1'
export const ROOM = 'door'
/** What stands in all that only insiders see. */
export const WORD = 'qzinsidersonly'

/** Publishes an agenda with a session for Member States, one for a group, one for all; each with a paper. */
export const agendaWithSecrets = async (app: TestApp, meeting: Meeting, by: PersonId): Promise<void> => {
  const room = Object.assign(new Room(), {
    id: newId<'Room'>(),
    meetingId: meeting.id,
    key: ROOM,
    name: { en: 'Room' },
    place: null,
    capacity: 50,
    booths: 0,
    hybrid: true,
    onlineOnly: false,
    position: 0,
  })
  await app.database.transaction((tx) => tx.insert(Room, room))
  const at = (time: string) => Temporal.PlainTime.from(time)
  const common = { kind: 'panel', day: meeting.days[0]!.date, format: 'hybrid', room: room.id } as const
  const copy = app.get(WorkingCopy)
  const made: SessionId[] = []
  for (const session of [
    {
      code: SHUT.states,
      title: { en: `For States ${WORD}` },
      ...{ start: at('09:00'), end: at('10:00') },
      access: { attend: 'constituencies', constituencies: ['member-state'], show: 'closed' },
    },
    {
      code: SHUT.group,
      title: { en: `For the bureau ${WORD}` },
      ...{ start: at('10:00'), end: at('11:00') },
      access: { attend: 'invited', groups: ['bureau'], show: 'unlisted' },
    },
    {
      code: OPEN,
      title: { en: `For all so far ${WORD}` },
      ...{ start: at('11:00'), end: at('12:00') },
      access: { attend: 'everyone', show: 'programme' },
    },
  ] as const)
    made.push((await copy.add(meeting.id, { ...common, ...session }, { by })).id)
  await app.database.transaction(async (tx) => {
    const papers = [SHUT.states, SHUT.group, OPEN].map((code, index) => ({ code, session: made[index]! }))
    for (const { session } of papers) await app.get(JoinLinks).set(tx, session, `https://provider.example.org/${WORD}`)
    await app.get(Materials).define(
      tx,
      meeting,
      papers.map(({ code, session }) => ({
        key: `paper-${code.toLowerCase()}`,
        kind: 'document',
        title: { en: 'Paper' },
        access: { attend: 'everyone', show: 'programme' },
        public: false,
        sessions: [session],
      })),
      papers.map(({ code }) => ({
        key: `paper-${code.toLowerCase()}`,
        language: 'en',
        mediaType: 'text/plain',
        name: 'paper.txt',
        bytes: Buffer.from(`The paper ${WORD}`),
      })),
    )
  })
  const { workingVersion } = await app.get(Publishing).review(meeting.id)
  await app.get(Publishing).publish(meeting.id, { workingVersion, label: 'Draft', note: { en: 'First.' }, by })
}

/** So many confirmed delegates of a Member State, who are in the group too. */
export const insiders = async (app: TestApp, meeting: Meeting, by: PersonId, count: number): Promise<Insider[]> =>
  Promise.all(
    (await applicants(app, meeting, count)).map(async (applicant): Promise<Insider> => {
      const { person, click } = applicant
      await app
        .get(Registrations)
        .submit(meeting, person, { submissionId: click, consents: { data: true, list: true } })
      const { id } = (await app.get(Registrations).own(meeting, person))!
      await app.get(Review).verify(meeting, id, by)
      await app.get(Groups).include(meeting.id, 'bureau', person, by)
      const wish = { carries: 'attend', language: 'en', sideEvents: true, reminder: null, name: null } as const
      await app.get(Feeds).choose(meeting.id, person, wish)
      const { address } = (await app.get(Feeds).own(meeting.id, person))!
      return { ...applicant, registration: id, feed: address.pathname }
    }),
  )
