import { Publishing } from '../../src/agenda/publishing.service.ts'
import { MailStops } from '../../src/circulation/mail-stops.service.ts'
import { newId } from '../../src/kernel/id.ts'
import { emailFrom } from '../../src/kernel/email-address.ts'
import { AddressCodes } from '../../src/people/address-codes.service.ts'
import { Invitations } from '../../src/people/invitations.service.ts'
import { BulkActions } from '../../src/registration/bulk/bulk.service.ts'
import { passesSecondFactor } from '../second-factor.ts'
import { TAKEN_BACK } from './agenda-states.ts'
import type { Standing } from './aviary.ts'
import type { LeakHouse } from './house.ts'
import { INVITED, MEMBER_STATE, ORGANISER, READERS } from './readers.ts'

/** Things that addresses name, so that every route can be asked for one that there is. */
export interface Things {
  /** An old release, the one that was taken back, and the one in force, which whoever could withdraw it would. */
  releases: readonly string[]
  /** A second factor of the organiser's. */
  factor: string
  /** What the organiser chose to do to many registrations. */
  bulk: string
  /** A table of people that the organiser gave. */
  table: string
  /** A table of sessions that the organiser gave. */
  agendaTable: string
  /** Somebody in line for a place in the room on the second day. */
  waiting: string
  /** The secret of an invitation to a role. */
  invitation: string
  /** The secret by which each stops mail about changes, by the name of the reader. */
  mailStops: ReadonlyMap<string, string>
  /** The style sheet. */
  asset: string
}

const organiser = ({ organises }: Standing): boolean => organises === true

/** Makes them; what they hold that is not for everybody has a canary in it. The hour is that at which everybody asks. */
export const makesThings = async (house: LeakHouse): Promise<Things> => {
  const { app, meeting, planted } = house
  const { person: by, cookie } = house.of(ORGANISER)
  // Once a day: who works at a desk has given theirs lately.
  const rows = await app.database.query<{ email: string }>(
    'SELECT i.email FROM role r JOIN identity i ON i.person_id = r.person_id WHERE i.email IS NOT NULL',
  )
  for (const { email } of rows) await passesSecondFactor(app, email)
  const releases = await app.database.query<{ id: string }>(
    `SELECT id FROM release WHERE meeting_id = $1 AND label IN ('Draft', $2) ORDER BY label = $2, version`,
    [meeting.id, TAKEN_BACK],
  )
  const { current } = await app.get(Publishing).review(meeting.id)
  const factor = newId()
  await app.database.query(
    `INSERT INTO second_factor (id, person_id, kind, name, sealed_key, last_step, created_at, used_at)
     VALUES ($1, $2, 'codes', $4, '\\x00', 1, $3, $3), (gen_random_uuid(), $2, 'codes', 'Another', '\\x00', 1, $3, $3)`,
    [factor, by, app.clock.now().toString(), planted.aviary.word('the name of a second factor', organiser)],
  )
  const bulk = await app.get(BulkActions).choose(meeting, by!, 'resend', [house.of(MEMBER_STATE).registration!])
  const [waiting] = await app.database.query<{ id: string }>(
    `SELECT registration_id AS id FROM day_choice WHERE state = 'waiting' AND day = $1 LIMIT 1`,
    [meeting.days[1]!.date.toString()],
  )
  const invitation = await app.get(Invitations).create({ role: 'translator', meeting: meeting.id, by: by! })
  await givesAPassport(house)
  await asksForACode(house)
  return {
    releases: [...releases.map(({ id }) => id), current!.id],
    factor,
    bulk,
    table: await givesATable(house, cookie!),
    agendaTable: await givesSessions(house, cookie!),
    waiting: waiting!.id,
    invitation: invitation.pathname.split('/').at(-1)!,
    mailStops: new Map(
      READERS.flatMap((reader) => {
        const { person } = house.of(reader)
        return person ? [[reader.name, app.get(MailStops).tokenOf(meeting.id, person)] as const] : []
      }),
    ),
    asset: /\/assets\/([^"]+\.css)/.exec(await (await fetch(`${app.url}/en`)).text())![1]!,
  }
}

/** What is waited for in line, as addresses call it. */
export const lineOf = ({ meeting }: LeakHouse): string => `${meeting.days[1]!.date.toString()}.in-person`

const givesATable = async ({ app, meeting, planted }: LeakHouse, cookie: string): Promise<string> => {
  const text = `Given names\tE-mail\n${planted.aviary.word('somebody in a table', organiser)}\tnobody\n`
  const given = await fetch(`${app.url}/api/v1/meetings/${meeting.slug}/imports`, {
    method: 'POST',
    headers: { cookie, origin: app.settings.baseUrl.origin, 'content-type': 'application/json' },
    body: JSON.stringify({ text }),
  })
  const { id } = (await given.json()) as { id?: string }
  if (!id) throw new Error(`The table was not taken: ${given.status}`)
  return id
}

const givesSessions = async ({ app, meeting, planted }: LeakHouse, cookie: string): Promise<string> => {
  const prepares = (reader: Standing): boolean => reader.organises === true
  const body = new FormData()
  const table = `Code,title_en,Day\nQZIM-1,Panel ${planted.aviary.word('a session in a table', prepares)},2\n`
  body.set('file', new Blob([table], { type: 'text/csv' }), 'sessions.csv')
  const given = await fetch(`${app.url}/en/desk/${meeting.slug}/agenda/import`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie, origin: app.settings.baseUrl.origin },
    body,
  })
  const id = given.headers.get('location')?.split('/').at(-1)
  if (given.status !== 303 || !id) throw new Error(`The sessions were not taken: ${given.status}`)
  return id
}

/** The file that answers a question of the form. */
const givesAPassport = async (house: LeakHouse): Promise<void> => {
  const { app, meeting, planted } = house
  const mine = (what: string): string =>
    planted.aviary.word(what, ({ name, organises }) => organises === true || name === INVITED.name)
  const body = new FormData()
  const bytes = `%PDF-1.7\n1 0 obj <<>> endobj\n% ${mine('a passport')}\ntrailer <<>>\n%%EOF\n`
  body.set('file', new Blob([bytes], { type: 'application/pdf' }), `${mine('the name of a passport')}.pdf`)
  const given = await fetch(`${app.url}/api/v1/meetings/${meeting.slug}/registration/files/passport`, {
    method: 'PUT',
    headers: { cookie: house.of(INVITED).cookie!, origin: app.settings.baseUrl.origin },
    body,
  })
  if (given.status !== 204) throw new Error(`The passport was not taken: ${given.status} ${await given.text()}`)
}

/** A browser holds the challenge of the code that it asked for. */
const asksForACode = async (house: LeakHouse): Promise<void> => {
  const { app, meeting, planted } = house
  const keys = house.of(MEMBER_STATE)
  const address = emailFrom(
    `${planted.aviary.word('an address to be proved', ({ name }) => name === MEMBER_STATE.name)}@example.org`,
  )!
  const at = `/en/${meeting.slug}/me/address/code`
  const sealed = await app.get(AddressCodes).ask({ locale: 'en', ip: '192.0.2.200', person: keys.person!, address, at })
  house.keys.set(MEMBER_STATE.name, { ...keys, cookie: `${keys.cookie}; plenary-address=${sealed}` })
}
