import { beforeAll, describe, expect, test } from 'vitest'
import { Invitations } from '../../src/people/invitations.service.ts'
import type { Session } from '../../src/agenda/session.entity.ts'
import { WorkingCopy } from '../../src/agenda/working-copy.service.ts'
import type { EmailAddress } from '../../src/kernel/email-address.ts'
import { Meetings } from '../../src/meetings/meetings.service.ts'
import type { Meeting } from '../../src/meetings/meeting.entity.ts'
import { unpackWorkbook } from '../../src/platform/tables/zip-parts.ts'
import { zipStream } from '../../src/platform/tables/zip-stream.ts'
import { buffer } from 'node:stream/consumers'
import { startApp, type TestApp } from '../harness.ts'
import { passesSecondFactor } from '../second-factor.ts'
import { statementsOf } from '../statements.ts'
import { anOrganiser } from './desk.ts'
import { loadSample } from './people.ts'
import { Visitor } from './visitor.ts'

// An organiser brings sessions from a calendar or a table: looks row by row, takes in the good ones, and can undo it all.

const IMPORT = '/en/desk/unnm-2022/agenda/import'

let app: TestApp
let meeting: Meeting
let ana: Visitor
let ben: Visitor

beforeAll(async () => {
  app = await startApp({ now: '2022-09-28T09:00:00Z' })
  const { id } = await loadSample(app, 'meeting')
  await app.database.transaction((tx) =>
    app.database.query(`UPDATE meeting SET interpretation = '{en,fr}' WHERE id = $1`, [id], tx),
  )
  meeting = await app.get(Meetings).byId(id)
  ana = await anOrganiser(app, 'ana@secretariat.example.org')
  ben = await anOrganiser(app, 'ben@secretariat.example.org')
}, 120_000)

const sessions = (): Promise<Session[]> => app.get(WorkingCopy).list(meeting.id)
const byCode = (code: string): Promise<Session> => app.get(WorkingCopy).byCode(meeting.id, code)

const csv = (...rows: string[][]): Buffer =>
  Buffer.from(rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\r\n'))

const calendar = (...events: string[][]): Buffer =>
  Buffer.from(
    [
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//test//EN',
      ...events.flatMap((lines) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT']),
      'END:VCALENDAR',
      '',
    ].join('\r\n'),
  )

const gives = async (who: Visitor, name: string, bytes: Buffer): Promise<Visitor> => {
  await who.opens(IMPORT)
  return who.uploads('file', name, bytes).presses('Look at the file')
}

describe('a table', () => {
  test('is found from the agenda, has a template, and says what a new row and a change would do', async () => {
    await ana.opens('/en/desk/unnm-2022/agenda')
    await ana.follows('Sessions from a file')
    expect(ana.headline).toBe('Sessions from a file')
    const template = await ana.fetches(`${IMPORT}/template.csv`)
    expect(template.text).toContain('Code,Kind,Title (English),Title (Français),Title (Español),Day,Starts,Ends,Room')
    await ana.presses('Look at the file')
    expect([ana.status, ana.errors]).toEqual([422, ['Choose a file']])

    await gives(
      ana,
      'sessions.csv',
      csv(
        [
          'Code',
          'title_en',
          'Titre (français)',
          'title_sp',
          'Kind',
          'Day',
          'Start',
          'End',
          'Room',
          'people_en',
          'Colour',
        ],
        [
          'NW-1',
          'A new panel',
          'Une table ronde',
          'Una mesa redonda',
          'Table ronde',
          '18/10/2022',
          '9h00',
          '9:45 AM',
          'salle xvii',
          'Moderator: Ana [Member State]\nBen',
          'red',
        ],
        ['pl-2', 'The workplan, again', '', '', '', '', '11:45', '', '', '', ''],
        ['PL-3', '', '', '', '', '', '', '', 'Room 99', '', ''],
        ['NW-2', 'Out of days', '', '', 'plenary', '2022-10-30', '10:00', '11:00', '', '', ''],
        ['NW-3', 'Backwards', '', '', 'séance', '2022-10-18', '15:00', '13:00', '', '', ''],
        ['NW-1', 'The same again', '', '', '', '2022-10-18', '', '', '', '', ''],
      ),
    )
    expect(ana.text).toContain('These columns are not read: Colour.')
    expect(ana.text).toContain('NW-1Tuesday 18 October, 09:00–09:45, Room XVII')
    expect(ana.text).toContain('Title (English) The Network workplan')
    expect(ana.text).toContain('becomes The workplan, again')
    expect(ana.text).toContain('Start 11:30 →becomes 11:45')
    expect(ana.text).toContain('Room: The meeting has no room “Room 99”')
    expect(ana.text).toContain('Day: Choose one of the days of the meeting')
    expect(ana.text).toContain('Ends: Give an end after the start')
    expect(ana.text).toContain('Kind: “séance” is no kind of session')
    expect(ana.text).toContain('Row 2 is about the same session')
    expect(ana.text).toContain('“A new panel” is interpreted, and outside 10:00 to 13:00')
    expect(ana.source).not.toContain('/agenda/NW-1"')
    expect(ana.text).toContain('Take in 2 sessions')
    expect((await sessions()).some(({ code }) => code === 'NW-1')).toBe(false)
  })

  test('goes in as one change with its warnings, and is undone as one', async () => {
    const before = await sessions()
    await ana.ticks('rooms').presses('Look again')
    expect(ana.text).toContain('becomes Room 99')
    await ana.presses('Take in 3 sessions')
    expect(ana.text).toContain('Saved: 3 sessions changed.')
    expect(await byCode('NW-1')).toMatchObject({
      kind: 'panel',
      title: { en: 'A new panel', fr: 'Une table ronde', es: 'Una mesa redonda' },
      officers: [
        { role: 'moderator', name: { en: 'Ana' }, constituency: 'member-state' },
        { role: 'speaker', name: { en: 'Ben' } },
      ],
      interpretation: ['en', 'fr'],
      access: { attend: 'everyone', show: 'programme' },
    })
    const { rooms, releaseVersion } = await app.get(Meetings).named('unnm-2022')
    expect(rooms.at(-1)).toMatchObject({ name: { en: 'Room 99' }, key: '99' })
    expect((await byCode('PL-3')).roomId).toBe(rooms.at(-1)!.id)
    expect(releaseVersion).toBe(meeting.releaseVersion)
    await ana.opens('/en/desk/unnm-2022/agenda/history')
    expect(ana.text).toContain('Taken in from a file')
    await ana.presses('Undo')
    const after = await sessions()
    expect(after.map(({ code, title, start, roomId }) => [code, title, start, roomId])).toEqual(
      before.map(({ code, title, start, roomId }) => [code, title, start, roomId]),
    )
  })

  test.each(['xlsx', 'csv'])(
    'the working copy goes out as %s and comes back without a change, in any language',
    async (format) => {
      const bytes = await ana.fetchesBytes(`${IMPORT.replace('/en/', '/fr/')}/working-copy.${format}`)
      await gives(ana, `copy.${format}`, bytes)
      const count = (await sessions()).length
      expect(ana.text).toContain(`stay as they are${count}`)
      expect(ana.text).toContain('There is nothing to take in: the working copy says all of this already.')
    },
  )

  test('is judged again when somebody changed the agenda meanwhile, and never overwrites unseen', async () => {
    await gives(ana, 'late.csv', csv(['Code', 'Title (English)'], ['PL-3', 'By the file']))
    await ben.opens('/en/desk/unnm-2022/agenda/PL-3')
    await ben.fills('title[en]', 'By Ben').presses('Save in the working copy')
    await ana.presses('Take in 1 session')
    expect(ana.status).toBe(409)
    expect(ana.text).toContain('Someone changed the agenda since you looked')
    expect(ana.text).toContain('By Ben →becomes By the file')
    expect((await byCode('PL-3')).title.en).toBe('By Ben')
    await ana.presses('Take in 1 session')
    expect((await byCode('PL-3')).title.en).toBe('By the file')
    await ana.presses('Undo')
    expect((await byCode('PL-3')).title.en).toBe('By Ben')
  })

  test('changes who may attend only as it says, in words of any language', async () => {
    const { access } = await byCode('PL-1')
    await gives(
      ana,
      'rules.csv',
      csv(
        ['Code', 'Who may attend', 'Ce que voient les autres'],
        ['PL-1', 'Sur invitation: bureau', 'Séance privée'],
        ['PL-2', 'États Membres; nobody at all', ''],
        ['PL-3', 'By invitation', ''],
      ),
    )
    expect(ana.text).toContain('“nobody at all” is no constituency')
    expect(ana.text).toContain('Name at least one group')
    expect(ana.text).toContain('A stricter one acts at once')
    await ana.presses('Take in 1 session')
    expect((await byCode('PL-1')).access).toEqual({ attend: 'invited', groups: ['bureau'], show: 'closed' })
    await ana.presses('Undo')
    expect((await byCode('PL-1')).access).toEqual(access)
  })
})

describe('a calendar', () => {
  const event = (uid: string, ...more: string[]): string[] => [`UID:${uid}`, 'DTSTAMP:20220901T000000Z', ...more]
  const agenda = calendar(
    event(
      'opening@partner.example.org',
      'DTSTART;TZID=America/New_York:20221018T030000',
      'DURATION:PT45M',
      'SUMMARY;LANGUAGE=fr:Ouverture\\, encore\\nBEGIN:VEVENT',
      'LOCATION:Room XVII\\, Building E\\, Geneva',
      'CATEGORIES:Networking,Plenary',
      'DESCRIPTION;LANGUAGE=fr:Bienvenue',
    ),
    event(
      'private@partner.example.org',
      'DTSTART:20221018T120000Z',
      'DTEND:20221018T124500Z',
      'SUMMARY:Drafting',
      'CLASS:CONFIDENTIAL',
    ),
    event(
      'daily@partner.example.org',
      'DTSTART:20221018T060000Z',
      'DTEND:20221018T063000Z',
      'SUMMARY:Daily',
      'RRULE:FREQ=DAILY',
    ),
    event('zone@partner.example.org', 'DTSTART;TZID=Nowhere:20221018T060000', 'SUMMARY:Somewhere'),
    event('back@partner.example.org', 'DTSTART:20221018T060000Z', 'DTEND:20221018T050000Z', 'SUMMARY:Backwards'),
    event(
      'whole@partner.example.org',
      'DTSTART;VALUE=DATE:20221019',
      'DTEND;VALUE=DATE:20221020',
      'SUMMARY:Field visit',
      'LOCATION:https://video.example.org/j/1?pwd=secret',
    ),
  )

  test('says of each event what would become of it, and what is private waits for a choice', async () => {
    await gives(ana, 'partner.ics', agenda)
    expect(ana.text).toContain('Give a title in the main language of the meeting')
    expect(ana.text).toContain('The calendar says that this is not for everybody')
    expect(ana.text).toContain('This event repeats')
    expect(ana.text).toContain('This event names a time zone that nobody knows')
    expect(ana.text).toContain('This event ends before it starts')
    expect(ana.text).toContain('Take in 1 session')
    await ana.takes('privately', 'closed').presses('Look again')
    expect([ana.status, ana.errors]).toEqual([422, [expect.stringContaining('Name at least one group')]])
    await ana.takes('privately', 'closed').fills('groups', 'drafters').presses('Look again')
    expect(ana.text).toContain('Drafting PL-')
    expect(ana.text).toContain('By invitation: drafters · Closed meeting')
    await ana.presses('Take in 2 sessions')
    const drafting = (await sessions()).find(({ title }) => title.en === 'Drafting')!
    expect([drafting.access, drafting.start?.toString(), drafting.end?.toString()]).toEqual([
      { attend: 'invited', groups: ['drafters'], show: 'closed' },
      '14:00:00',
      '14:45:00',
    ])
    const visit = (await sessions()).find(({ title }) => title.en === 'Field visit')!
    expect([visit.day.toString(), visit.start, visit.roomId, visit.format]).toEqual([
      '2022-10-19',
      null,
      null,
      'online',
    ])
  })

  test('is known again when it comes a second time, with what is new in it', async () => {
    const moved = calendar(
      event(
        'private@partner.example.org',
        'DTSTART:20221018T130000Z',
        'DTEND:20221018T134500Z',
        'SUMMARY:Drafting again',
        'CLASS:CONFIDENTIAL',
      ),
      event('whole@partner.example.org', 'DTSTART;VALUE=DATE:20221019', 'SUMMARY:Field visit', 'STATUS:CANCELLED'),
    )
    await gives(ana, 'partner.ics', moved)
    expect(ana.text).toContain('Start 14:00 →becomes 15:00')
    expect(ana.text).toContain('becomes Drafting again')
    expect(ana.text).toContain('Takes place →becomes Cancelled')
    await ana.presses('Take in 2 sessions')
    expect((await sessions()).find(({ title }) => title.en === 'Drafting again')!.access.attend).toBe('invited')
  })

  test('of our own changes what a calendar may change, and nothing else', async () => {
    const own = await ana.fetches('/en/unnm-2022/agenda.ics')
    await gives(ana, 'agenda.ics', Buffer.from(own.text))
    // The calendar is the release: Ben's title is only in the working copy.
    expect(ana.text).toContain('session changes1sessions stay as they are22')
    expect(ana.text).toContain('By Ben →becomes Linking the global')
    const before = await byCode('PL-2')
    await gives(ana, 'agenda.ics', Buffer.from(own.text.replaceAll('T113000', 'T114500')))
    await ana.presses('Take in 4 sessions')
    const after = await byCode('PL-2')
    expect([after.start?.toString(), after.abstract, after.access]).toEqual([
      '11:45:00',
      before.abstract,
      before.access,
    ])
  })
})

/** A workbook of ours with 200 MB of nothing beside its sheet. */
const bomb = async (): Promise<Buffer> => {
  const bytes = await ana.fetchesBytes(`${IMPORT}/template.xlsx`)
  const parts = [...(await unpackWorkbook(bytes))].map(([name, part]) => ({ name, content: [part.toString('utf8')] }))
  return buffer(zipStream([...parts, { name: 'xl/worksheets/sheet2.xml', content: [' '.repeat(200_000_000)] }]))
}

describe('who means harm', () => {
  const refused: [string, string, () => Buffer | Promise<Buffer>, string][] = [
    [
      'a picture by another name',
      'agenda.xlsx',
      () => Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
      'This is not a table',
    ],
    ['a table of something else', 'agenda.csv', () => csv(['Name', 'City'], ['Ana', 'Lima']), 'These are no sessions'],
    [
      'a calendar cut short',
      'a.ics',
      () => Buffer.from('BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY'),
      'This calendar is damaged',
    ],
    ['a calendar of nothing', 'a.ics', () => calendar(), 'There is no event in this calendar'],
    [
      'too many rows',
      'a.csv',
      () => csv(['Code'], ...Array.from({ length: 2001 }, (_, nth) => [`A-${nth}`])),
      'too many rows',
    ],
    ['too many bytes', 'a.csv', () => Buffer.alloc(11 * 1024 * 1024, 'a'), 'This file is too large'],
    ['a bomb', 'a.xlsx', bomb, 'unpacks to far more'],
  ]
  test.each(refused)('%s is refused with what to do', async (_, name, bytes, why) => {
    await gives(ana, name, await bytes())
    expect([ana.status, ana.errors.join()]).toEqual([422, expect.stringContaining(why)])
  })

  test('a formula stays text, a calendar in a title is one line of a title, and markup is shown as it is', async () => {
    await gives(
      ana,
      'a.csv',
      csv(
        ['Code', 'Title (English)', 'Day'],
        ['HX-1', '=HYPERLINK("http://evil.example")', '2022-10-18'],
        ['HX-2', 'Talk\nEND:VEVENT\nBEGIN:VEVENT\nSUMMARY:Forged', '2022-10-18'],
        ['HX-3', '<script>alert(1)</script>', '2022-10-18'],
      ),
    )
    expect(ana.source).not.toContain('<script>alert')
    await ana.presses('Take in 3 sessions')
    expect((await byCode('HX-2')).title.en).toBe('Talk END:VEVENT BEGIN:VEVENT SUMMARY:Forged')
    const out = await ana.fetches(`${IMPORT}/working-copy.csv`)
    expect(out.text).toContain(`'=HYPERLINK`)
    await ana.opens('/en/desk/unnm-2022/agenda/history')
    await ana.presses('Undo')
    expect((await sessions()).some(({ code }) => code.startsWith('HX'))).toBe(false)
  })
})

test('an editor without the right to set up the meeting makes no rooms', async () => {
  const email = 'eve@secretariat.example.org' as EmailAddress
  const link = await app.get(Invitations).create({ role: 'agenda-editor', meeting: meeting.id, email })
  const eve = new Visitor(app)
  await eve.opens(new URL(link).pathname)
  await eve.presses('')
  await passesSecondFactor(app, email)
  await gives(eve, 'a.csv', csv(['Code', 'Room'], ['PL-2', 'Room 100']))
  expect(eve.text).toContain('The meeting has no room “Room 100”')
  expect(eve.has('input[name="rooms"]')).toBe(false)
  await eve.opens(`${eve.path}?rooms=yes`)
  expect(eve.text).toContain('There is nothing to take in yet')
})

test('the form of a new session begins with what the meeting is interpreted into', async () => {
  await ana.opens('/en/desk/unnm-2022/agenda/new')
  expect([ana.has('#interpretation-fr[checked]'), ana.has('#interpretation-es[checked]')]).toEqual([true, false])
})

test('a file can be removed, and twice is once', async () => {
  await gives(ana, 'gone.csv', csv(['Code'], ['PL-1']))
  const at = ana.path
  await ana.presses('Remove this file')
  expect(ana.headline).toBe('Sessions from a file')
  expect((await ana.opens(at)).status).toBe(404)
})

test('many sessions ask the database no more than a few', async () => {
  const many = (count: number): Buffer =>
    csv(
      ['Code', 'Title (English)', 'Day', 'Start', 'End', 'Room', 'Reference'],
      ...Array.from({ length: count }, (_, nth) => [
        `MX-${count}-${nth}`,
        `Session ${nth}`,
        '2022-10-18',
        '09:00',
        '09:30',
        'Online',
        `r${count}-${nth}`,
      ]),
    )
  const cost = async (count: number): Promise<number[]> => {
    await gives(ana, 'many.csv', many(count))
    const look = await statementsOf(app, () => ana.opens(ana.path))
    const taken = await statementsOf(app, async () => {
      await gives(ana, 'many.csv', many(count))
      await ana.presses(`Take in ${count}`)
      await ana.presses('Undo')
    })
    return [look, taken]
  }
  const [looked = 0, taken = 0] = await cost(2)
  const [lookedMany, takenMany] = await cost(200)
  expect(looked).toBeLessThan(20)
  // One question a session would be two hundred more; a task of the process that came in between is a few.
  expect(lookedMany).toBeLessThan(looked + 10)
  expect(takenMany).toBeLessThan(taken + 20)
}, 60_000)

test('hundreds of sessions in one room at one time are said by their number, and fill no page', async () => {
  const heap = Array.from({ length: 300 }, (_, nth) => [
    `HP-${nth}`,
    `Heap ${nth}`,
    '2022-10-18',
    '09:00',
    '09:30',
    'XVII',
  ])
  await gives(ana, 'heap.csv', csv(['Code', 'Title (English)', 'Day', 'Start', 'End', 'Room'], ...heap))
  expect(ana.text).toMatch(/and [\d,]+ more/)
  expect(
    ana.source
      .match(/class="warnings".*?<\/ul>/gs)!
      .join('')
      .match(/<li/g)!.length,
  ).toBeLessThan(120)
  await ana.presses('Take in 300')
  await ana.opens('/en/desk/unnm-2022/agenda?day=2022-10-18')
  expect(ana.text).toMatch(/and [\d,]+ more/)
  expect(
    ana.source
      .match(/class="warnings".*?<\/ul>/gs)!
      .join('')
      .match(/<li/g)!.length,
  ).toBeLessThan(120)
})
