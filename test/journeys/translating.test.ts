import { beforeAll, expect, test } from 'vitest'
import type { EmailAddress } from '../../src/kernel/email-address.ts'
import { Translating } from '../../src/agenda/translating.service.ts'
import { languageStates } from '../../src/agenda/translations.ts'
import { WorkingCopyHistory } from '../../src/agenda/working-copy-history.service.ts'
import { WorkingCopy } from '../../src/agenda/working-copy.service.ts'
import { Meetings } from '../../src/meetings/meetings.service.ts'
import type { Meeting } from '../../src/meetings/meeting.entity.ts'
import { Invitations } from '../../src/people/invitations.service.ts'
import { readTable } from '../../src/platform/tables/read-table.ts'
import { startApp, type TestApp } from '../harness.ts'
import { passesSecondFactor } from '../second-factor.ts'
import { statementsOf } from '../statements.ts'
import { loadSample, Organiser } from './people.ts'
import { Visitor } from './visitor.ts'

// A translator finds what is missing or old, sees what changed, and saves; nobody's work is lost, and no machine's passes.

let app: TestApp
let meeting: Meeting
let organiser: Organiser
let tara: Visitor
const BENCH = '/en/desk/unnm-2022/translate'

beforeAll(async () => {
  app = await startApp({ now: '2022-09-28T09:00:00Z' })
  meeting = await loadSample(app, 'meeting')
  organiser = await new Organiser(app).acceptsInvitation()
  const email = 'tara@example.org' as EmailAddress
  const link = await app.get(Invitations).create({ role: 'translator', meeting: meeting.id, email })
  tara = new Visitor(app)
  await tara.opens(new URL(link).pathname)
  await tara.presses('')
  await passesSecondFactor(app, email)
}, 120_000)

const retitle = async (code: string, en: string): Promise<void> => {
  await organiser.opens(`/en/desk/unnm-2022/agenda/${code}`)
  await organiser.fills('title[en]', en).presses('Save in the working copy')
}

const due = async (locale: string): Promise<string[]> => {
  const { texts, pairs } = await app.get(Translating).state(meeting.id)
  const state = languageStates(texts, 'en', meeting.workingLanguages, pairs).find((one) => one.locale === locale)!
  return state.due.map((one) => `${one.text.code ?? one.text.kind} ${one.text.kind} ${one.state}`)
}

const title = async (code: string) => (await app.get(WorkingCopy).byCode(meeting.id, code)).title

test('a translator comes to the bench, and to nothing else', async () => {
  await tara.opens('/en/desk/unnm-2022')
  expect(tara.path).toBe(BENCH)
  expect((await tara.opens('/en/desk/unnm-2022/agenda')).status).toBe(404)
})

test('a title that the organiser changed is outdated, with what changed in it, and saved beside it is up to date', async () => {
  const before = await due('fr')
  const was = await title('PL-3')
  await retitle('PL-3', `Progress and ${was.en}`)
  expect((await due('fr')).filter((one) => !before.includes(one))).toEqual(['PL-3 title older'])
  await tara.opens(`${BENCH}?to=fr&state=older`)
  expect(tara.source).toContain(`<ins>Progress and </ins>${was.en!.slice(0, 10)}`)
  await tara.fills('texts[0][target]', 'Progrès accomplis').presses('Save')
  expect(tara.text).toContain('1 text saved.')
  expect((await title('PL-3')).fr).toBe('Progrès accomplis')
  expect(await due('fr')).toEqual(before)
})

test('an outdated one that still says the same is said to, and changes no word', async () => {
  const before = await title('PL-3')
  await retitle('PL-3', `${before.en}.`)
  await tara.opens(`${BENCH}?to=fr&state=older`)
  await tara.ticks('texts[0][confirmed]').presses('Save')
  expect(tara.text).toContain('Nothing here needs work')
  expect((await title('PL-3')).fr).toBe(before.fr)
})

test('what somebody else translated meanwhile, or whose source changed, is not overwritten; the rest is saved', async () => {
  await retitle('PL-3', 'One')
  await retitle('PL-1', 'Two')
  await tara.opens(`${BENCH}?to=fr&state=older`)
  const second = tara.source.indexOf('PL-3') < tara.source.indexOf('PL-1') ? 0 : 1
  await organiser.opens(`/en/desk/unnm-2022/agenda/PL-3`)
  await organiser.fills('title[fr]', 'Un, autrement').presses('Save in the working copy')
  await tara
    .fills(`texts[${second}][target]`, 'Un')
    .fills(`texts[${1 - second}][target]`, 'Deux')
    .presses('Save')
  expect(tara.status).toBe(409)
  expect(tara.text).toContain('Now it reads: Un, autrement')
  expect(tara.source).toContain('>Un</textarea>')
  expect([(await title('PL-3')).fr, (await title('PL-1')).fr]).toEqual(['Un, autrement', 'Deux'])
  await tara.presses('Save')
  expect((await title('PL-3')).fr).toBe('Un')

  await retitle('PL-3', 'Three')
  await tara.opens(`${BENCH}?to=fr&state=older`)
  await retitle('PL-3', 'Four')
  await tara.fills('texts[0][target]', 'Trois').presses('Save')
  expect(tara.text).toContain('The source changed while you worked')
  expect((await title('PL-3')).fr).toBe('Un')
})

test('what a machine made waits to be checked, and a translator clears it', async () => {
  await retitle('PL-1', 'Five')
  await tara.opens(`${BENCH}?to=es&state=older`)
  await tara.fills('texts[0][target]', 'Cinco').ticks('machine').presses('Save')
  expect(await due('es')).toContain('PL-1 title to-check')
  await tara.opens(`${BENCH}?to=es&state=to-check`)
  expect(tara.text).toContain('To be checked')
  await tara.ticks('texts[0][confirmed]').presses('Save')
  expect(await due('es')).not.toContain('PL-1 title to-check')
})

test('a table goes out and comes back: looked at first, refusing what changed since, and never as a formula', async () => {
  const bytes = await tara.fetchesBytes(`${BENCH}/export.xlsx?to=fr`)
  const table = await readTable({ bytes })
  expect(table.columns).toEqual(['Text', 'Source', 'Translation', 'State', 'Key', 'Check'])
  const rows = table.rows.map(({ cells }) => [...cells])
  const of = (code: string): string[] => rows.find(([where]) => where === `Title · ${code}`)!
  of('PL-1')[2] = '=1+1'
  of('PL-2')[2] = 'Une autre traduction'
  rows.push(['Title · XX', 'x', 'x', '', 'session/none/title', 'x.y'])
  await retitle('PL-2', 'Changed since')
  const csv = [table.columns, ...rows]
    .map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','))
    .join('\n')

  await tara.opens(`${BENCH}/file?to=fr`)
  await tara.presses('Look at the table')
  expect(tara.status).toBe(422)
  await tara.uploads('file', 'a.csv', Buffer.from('Name,City\na,b')).presses('Look at the table')
  expect(tara.errors.join()).toContain('not a table of translations')
  await tara.uploads('file', 'a.csv', Buffer.from(csv)).presses('Look at the table')
  expect(tara.text).toContain('2 rows stay as they are')
  expect(tara.text).toContain('The source has changed since the table was made')
  expect((await title('PL-1')).fr).toBe('Deux')
  await tara.presses('Save 1 translation')
  expect((await title('PL-1')).fr).toBe('=1+1')
  const out = await tara.fetches(`${BENCH}/export.csv?to=fr`)
  expect(out.text).toContain("'=1+1")
  expect((await title('PL-2')).fr).not.toBe('Une autre traduction')
})

test('a save is a change of the working copy: named, shown, and taken back as one', async () => {
  await retitle('PL-1', 'Six')
  await retitle('PL-2', 'Seven')
  const before = [(await title('PL-1')).fr, (await title('PL-2')).fr]
  await tara.opens(`${BENCH}?to=fr&state=older`)
  await tara.fills('texts[0][target]', 'Six, en français').fills('texts[1][target]', 'Sept').presses('Save')
  expect(tara.text).toContain('2 texts saved.')

  await organiser.opens('/en/desk/unnm-2022/agenda/history')
  expect(organiser.text).toMatch(/tara@example\.org\s*Translated\s*PL-/)
  expect(organiser.text).toContain('→ Sept')
  await tara.presses('Undo')
  expect(tara.text).toContain('Taken back.')
  expect([(await title('PL-1')).fr, (await title('PL-2')).fr]).toEqual(before)
  await organiser.opens('/en/desk/unnm-2022/agenda/history')
  expect(organiser.text).toMatch(/Took a change back/)
})

test('so is what a room and the meeting are called; what was changed again since is not taken back over it', async () => {
  const named = async (): Promise<unknown> => (await app.get(Meetings).named('unnm-2022')).shortTitle.fr
  const was = await named()
  const row = async (): Promise<number> => {
    await tara.opens(`${BENCH}?to=fr&state=all&of=rooms`)
    const at = /name="texts\[(\d+)\]\[key\]" value="meeting\/shortTitle"/.exec(tara.source)
    return Number(at![1])
  }
  await tara.fills(`texts[${await row()}][target]`, 'Réunion').presses('Save')
  expect(await named()).toBe('Réunion')
  await organiser.opens('/en/desk/unnm-2022/agenda/history')
  expect(organiser.text).toContain(`The meeting (Français): ${String(was)} → Réunion`)

  await tara.opens(`${BENCH}?to=fr&state=all&of=rooms&saved=1`)
  const undo = /action="([^"]*undo[^"]*)"/.exec(tara.source)![1]!.replaceAll('&amp;', '&')
  await tara.fills(`texts[${await row()}][target]`, 'Autre réunion').presses('Save')
  await organiser.opens('/en/desk/unnm-2022/agenda/history')
  const stale = await tara.asks('POST', undo)
  expect(stale.status).toBe(409)
  expect(stale.text).toContain('The meeting (Français) was changed again since')
  expect(await named()).toBe('Autre réunion')

  await tara.opens(`${BENCH}?to=fr&state=all&of=rooms&saved=1`)
  await tara.presses('Undo')
  expect(await named()).toBe('Réunion')
})

test('a translator takes back translations only', async () => {
  await retitle('PL-1', 'Eight')
  const [newest] = await app.get(WorkingCopyHistory).recent(meeting.id)
  expect((await tara.asks('POST', `${BENCH}/undo/${newest!.id}?to=fr`)).status).toBe(404)
  expect((await title('PL-1')).en).toBe('Eight')
})

test('who edits a session while it is translated sees who changed what, and chooses', async () => {
  await retitle('PL-1', 'Nine')
  await organiser.opens('/en/desk/unnm-2022/agenda/PL-1')
  await tara.opens(`${BENCH}?to=fr&state=older`)
  await tara.fills('texts[0][target]', 'Neuf').presses('Save')
  await organiser.fills('title[fr]', 'Le neuf').presses('Save in the working copy')
  expect(organiser.status).toBe(409)
  expect(organiser.text).toContain('tara@example.org')
  expect((await title('PL-1')).fr).toBe('Neuf')
})

test('the bench asks the database no more for many texts than for few', async () => {
  const statements = (state: string) => statementsOf(app, () => tara.opens(`${BENCH}?to=fr&state=${state}`))
  const few = await statements('missing')
  expect(await statements('all')).toBeLessThan(few + 10)
  expect(few).toBeLessThan(20)
})
