import { beforeAll, expect, test } from 'vitest'
import type { Meeting } from '../../src/meetings/meeting.entity.ts'
import { passesSecondFactor } from '../second-factor.ts'
import { Invitations } from '../../src/people/invitations.service.ts'
import type { EmailAddress } from '../../src/kernel/email-address.ts'
import type { RoleName } from '../../src/people/roles.ts'
import { RegistrationList } from '../../src/registration/review/registration-list.service.ts'
import { startApp, type TestApp } from '../harness.ts'
import { loadSample, Organiser, Participant } from './people.ts'

// What organisers do at the list of registrations: find, look, do something to many, take it back, change for somebody.

let app: TestApp
let meeting: Meeting
let organiser: Organiser
const SLUG = 'unnm-2022'
const LIST = `/en/desk/${SLUG}/registrations`

beforeAll(async () => {
  app = await startApp({ now: '2022-09-28T09:00:00Z' })
  meeting = await loadSample(app, 'meeting')
  for (const [address, job, state] of [
    ['first@mission.example.org', 'Premier secrétaire', 'FRA'],
    ['second@mission.example.org', 'Second Secretary', 'ARG'],
    ['third@mission.example.org', 'Counsellor', 'GHA'],
  ] as const)
    await new Participant(app, address, state === 'FRA' ? 'fr' : 'en').registers(SLUG, {
      job,
      constituency: 'member-state',
      state,
      days: ['inPerson', 'inPerson'],
    })
  organiser = await new Organiser(app).acceptsInvitation()
}, 120_000)

const states = async (): Promise<string[]> => {
  const { rows } = await app.get(RegistrationList).list(meeting.id)
  return rows.map((row) => `${row.claim.state} ${row.state}`)
}

test('finds by State in another language, keeps the filters in the address, and says when nothing matches', async () => {
  await organiser.opens(LIST)
  await organiser.answers('Name, e-mail, organization, State, reference', 'argentine').presses('Show')
  expect(organiser.path).toContain('q=argentine')
  expect(organiser.text).toContain('Second Secretary')
  expect(organiser.text).not.toContain('Counsellor')
  await organiser.opens(`${LIST}?q=nobody`)
  expect(organiser.text).toContain('No registration matches')
  await organiser.opens(`${LIST}?sort=delegation`)
  expect(organiser.text).toMatch(/Second Secretary.*Premier secrétaire.*Counsellor/)
})

test('nobody ticked: says so, and nothing happens', async () => {
  await organiser.opens(LIST)
  await organiser.presses('Continue')
  expect(organiser.status).toBe(422)
  expect(organiser.errors.join()).toContain('Tick at least one registration')
})

test('many are declined with a reason, after a look at the effect, and taken back', async () => {
  await organiser.opens(`${LIST}?as=member-state`)
  await organiser.fills('whom', 'all').fills('do', 'decline').presses('Continue')
  await organiser.presses('Show what it would do')
  expect(organiser.errors.join()).toContain('Write the reason')
  await organiser.answers('Reason', 'The meeting is for others.').presses('Show what it would do')
  expect(organiser.text).toContain('3 registrations chosen')
  expect(await states()).toEqual(['FRA requested', 'ARG requested', 'GHA requested'])

  await organiser.presses('Decline 3 registrations')
  expect(organiser.text).toContain('Done')
  expect(await states()).toEqual(['FRA declined', 'ARG declined', 'GHA declined'])
  const told = await app.mailbox.waitForSubject('first@mission.example.org', 'refusée')
  expect(told.text).toContain('The meeting is for others.')

  await organiser.presses('Take back 3 changes')
  expect(organiser.text).toContain('Taken back')
  expect(await states()).toEqual(['FRA requested', 'ARG requested', 'GHA requested'])
  const { rows } = await app.get(RegistrationList).list(meeting.id)
  expect(rows.flatMap((row) => row.standing.days.map((day) => day.held))).not.toContain(null)
})

test('what cannot be done to one does not stop the others', async () => {
  await organiser.opens(`${LIST}?q=ghana`)
  await organiser.follows('Counsellor')
  await organiser.follows('Withdraw for this person')
  await organiser.presses('Withdraw')
  expect(organiser.text).toContain('Withdrew')

  await organiser.opens(LIST)
  await organiser.fills('whom', 'page').fills('do', 'confirm').presses('Continue')
  expect(organiser.text).toContain('Not possible as it stands')
  await organiser.presses('Confirm 2 registrations')
  expect(await states()).toEqual(['FRA confirmed', 'ARG confirmed', 'GHA withdrawn'])
})

test('one registration tells its history and is changed for the person', async () => {
  await organiser.opens(`${LIST}?q=argentina`)
  await organiser.follows('Second Secretary')
  expect(organiser.text).toMatch(/[2-9B-Z]{3}-[2-9B-Z]{3}/)
  for (const word of ['Verified and confirmed', 'Taken back', 'Declined', 'Sent'])
    expect(organiser.text).toContain(word)
  const page = organiser.path

  await organiser.opens(`${page}/name`)
  await organiser.answers('Given names', '').presses('Save')
  expect(organiser.status).toBe(422)
  await organiser.answers('Given names', 'Łucja').answers('Family names', 'O’Neill').presses('Save')
  expect(organiser.headline).toBe("Łucja O'Neill")
  expect(organiser.text).toContain('Confirmed')

  await organiser.opens(`${page}/represent`)
  await organiser.fills('claim[state]', 'CHL').answers('Reason', 'Asked by note verbale').presses('Change')
  expect(organiser.text).toContain('Chile')
  expect(organiser.text).toContain('Asked by note verbale')
  await organiser.presses('Take back: Changed what was said')
  expect(organiser.text).toContain('It is as it was before.')
  expect(organiser.text).toContain('Argentina')

  const before = app.mailbox.to('second@mission.example.org').length
  await organiser.presses('Send the mail again')
  expect(organiser.text).toContain('The mail is on its way.')
  await app.mailbox.waitFor('second@mission.example.org', before + 1)
})

test('programs do the same', async () => {
  const api = `/api/v1/meetings/${SLUG}/registrations`
  const found = (await organiser.fetches(`${api}?search=argentine&sort=name`)).body as {
    registrations: { id: string; reference: string; state: string }[]
    matching: object
  }
  expect(found).toMatchObject({ registrations: [{ state: 'confirmed' }], matching: { count: 1 }, next: null })
  const { id } = found.registrations[0]!
  const { history } = (await organiser.fetches(`${api}/${id}/history`)).body as { history: { move: string }[] }
  expect(history.map(({ move }) => move)).toEqual(expect.arrayContaining(['submit', 'decline', 'undo', 'verify']))

  const prepared = await organiser.asks('POST', `${api}/bulk`, {
    action: 'mode',
    registrations: [id],
    terms: { day: '2022-10-19', mode: 'online' },
  })
  expect(prepared.body).toMatchObject({ state: 'chosen', preview: { total: 1, counts: { does: 1 } } })
  const { id: bulk } = prepared.body as { id: string }
  for (let clicks = 0; clicks < 2; clicks++) {
    const started = await organiser.asks('POST', `${api}/bulk/${bulk}/start`)
    expect(started.body).toMatchObject({ state: 'done', progress: { done: 1 } })
  }
  const undone = await organiser.asks('POST', `${api}/bulk/${bulk}/undo`)
  expect(undone.body).toMatchObject({ state: 'undone', progress: { undone: 1, kept: 0 } })
  expect((await organiser.asks('POST', `${api}/${id}/undo`)).status).toBe(409)
  expect((await organiser.asks('POST', `${api}/bulk`, { action: 'mode', filter: { search: 'nobody' } })).status).toBe(
    422,
  )
  expect(
    (await organiser.asks('PATCH', `${api}/${id}`, { jobTitle: 'First Secretary', why: 'Promoted' })).body,
  ).toMatchObject({
    jobTitle: 'First Secretary',
    state: 'confirmed',
  })
})

test('who may not review registrations finds nothing here', async () => {
  const invited = async (role: RoleName) => {
    const link = await app.get(Invitations).create({ role, email: `${role}@example.org` as EmailAddress })
    const somebody = new Organiser(app)
    await somebody.opens(new URL(link).pathname)
    await somebody.presses('')
    await passesSecondFactor(app, `${role}@example.org`)
    return somebody
  }
  const { rows } = await app.get(RegistrationList).list(meeting.id)
  for (const role of ['translator', 'agenda-editor', 'desk-officer'] as const) {
    const somebody = await invited(role)
    for (const path of [LIST, `${LIST}/${rows[0]!.id}`, `${LIST}/${rows[0]!.id}/withdraw`]) {
      await somebody.opens(path)
      expect([role, path, somebody.status >= 400]).toEqual([role, path, true])
      expect(somebody.source).not.toContain('mission.example.org')
    }
  }
})
