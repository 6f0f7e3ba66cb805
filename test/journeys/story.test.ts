import ICAL from 'ical.js'
import { beforeAll, expect, test } from 'vitest'
import { startApp, type TestApp } from '../harness.ts'
import { loadSample, Organiser, Participant } from './people.ts'
import { Visitor } from './visitor.ts'

// The story that Plenary is for, lived on the Fourth Annual Meeting while its agenda is a draft.

let app: TestApp
const SLUG = 'unnm-2022'
const SECRET = 'Modalities and calendar of the regional reviews'
const PROVIDER = 'join.example.org'

beforeAll(async () => {
  app = await startApp({ now: '2022-09-27T09:00:00Z' })
  await loadSample(app, 'meeting', 1)
})

interface Event {
  uid: string
  summary: string
  start: string
  sequence: number
  description: string
}

const eventsIn = (text: string): Map<string, Event> => {
  const calendar = new ICAL.Component(ICAL.parse(text) as unknown[])
  const events = calendar.getAllSubcomponents('vevent').map((component): Event => {
    const event = new ICAL.Event(component)
    return {
      uid: event.uid,
      summary: event.summary,
      start: event.startDate.toString(),
      sequence: event.sequence,
      description: event.description,
    }
  })
  return new Map(events.map((event) => [event.uid, event]))
}

const named = (events: ReadonlyMap<string, Event>, words: string): Event => {
  const found = [...events.values()].find((event) => event.summary.includes(words))
  if (!found)
    throw new Error(`No event "${words}" among ${[...events.values()].map(({ summary }) => summary).join(', ')}`)
  return found
}

test('a delegate reads the draft, registers, is verified, follows the revision into their own calendar', async () => {
  const reader = new Visitor(app)
  await reader.opens(`/fr/${SLUG}`)
  expect(reader.lang).toBe('fr')
  expect(reader.headline).toBe('Quatrième réunion annuelle du Réseau des Nations Unies sur les migrations')
  await reader.opens(`/en/${SLUG}/agenda`)
  expect(reader.text).toContain('Draft')
  expect(reader.text).not.toContain('Briefing for Member States')

  const delegate = new Participant(app, 'second.secretary@mission.example.org', 'fr')
  await delegate.registers(SLUG, {
    job: 'Second Secretary',
    constituency: 'member-state',
    state: 'ARG',
    days: ['inPerson'],
  })
  expect(delegate.headline).toMatch(/^(Nous avons votre demande|Votre demande est chez votre point focal)$/)
  await app.mailbox.waitForSubject('second.secretary@mission.example.org', delegate.headline)

  const claimant = new Participant(app, 'somebody@example.net')
  await claimant.registers(SLUG, {
    job: 'Attaché',
    constituency: 'member-state',
    state: 'BOL',
    days: ['inPerson'],
  })

  const organiser = new Organiser(app)
  await organiser.acceptsInvitation()
  await organiser.opens(`/en/desk/${SLUG}/registrations?q=second.secretary`)
  await organiser.follows('Second Secretary')
  const page = organiser.path
  await organiser.follows('Review this request')
  await organiser.presses('Verify and confirm')
  await organiser.opens(page)
  expect(organiser.text).toContain('Confirmed')

  const beforeRevision = await delegate.fetches(`/fr/${SLUG}/agenda.ics`)
  const oldSession = named(eventsIn(beforeRevision.text), 'Ouverture avec les États Membres')

  await organiser.opens(`/en/desk/${SLUG}/agenda/PL-4`)
  await organiser
    .answers('Français: Title', 'Ouverture avec les États Membres : mettre en œuvre la Déclaration')
    .answers('Starts', '10:15')
    .presses('Save in the working copy')
  expect(organiser.errors).toEqual([])
  await reader.opens(`/fr/${SLUG}/sessions/PL-4`)
  expect(reader.text).not.toContain('10:15')
  expect(reader.text).not.toContain('mettre en œuvre la Déclaration')

  await organiser.opens(`/en/desk/${SLUG}/publish`)
  await organiser
    .answers('English: Note to readers', 'Briefing for delegations added on 19 October.')
    .answers('Français: Note to readers', 'Ajout d’une séance le 19 octobre.')
    .presses('Publish')
  expect(organiser.headline).toBe('Everything is published')

  await reader.opens(`/fr/${SLUG}/agenda`)
  expect(reader.text).toContain('Rev.1')
  expect(reader.text).toContain('10:15')
  expect(reader.text).toContain("Séance d'information à l'intention des États Membres")

  await delegate.opens(`/fr/${SLUG}/sessions/MS-1`)
  expect(delegate.text).toContain('Modalités et calendrier des examens régionaux')
  expect(delegate.text).toContain('Note du secrétariat')
  const noteOfTheSecretariat = delegate.linkTo('Note du secrétariat')
  const document = await delegate.fetches(noteOfTheSecretariat)
  expect(document.status).toBe(200)
  expect(document.headers['content-disposition']).toContain('attachment')

  for (const other of [reader, claimant]) {
    for (const path of [
      `/en/${SLUG}/sessions/MS-1`,
      `/en/${SLUG}/agenda`,
      `/en/${SLUG}/agenda.json`,
      `/en/${SLUG}/agenda.ics`,
      `/en/${SLUG}/sessions/MS-1.ics`,
      `/en/${SLUG}`,
      `/en/${SLUG}/changes`,
      `/api/v1/meetings/${SLUG}/agenda`,
    ]) {
      const answer = await other.fetches(path)
      expect(answer.status, path).toBe(200)
      expect(answer.text, path).not.toContain(SECRET)
      expect(answer.text, path).not.toContain(PROVIDER)
    }
    expect((await other.fetches(noteOfTheSecretariat)).status).toBe(404)
    await other.opens(`/en/${SLUG}/sessions/MS-1/join`)
    expect(other.text).not.toContain('Join now')
  }

  await delegate.opens(`/fr/${SLUG}/sessions/PL-4`)
  expect(delegate.linkTo('Google')).toMatch(/^https:\/\/calendar\.google\.com\//)
  expect(delegate.linkTo('Outlook')).toMatch(/^https:\/\/outlook\.live\.com\//)
  const single = await delegate.fetches(`/fr/${SLUG}/sessions/PL-4.ics`)
  expect(named(eventsIn(single.text), 'Ouverture avec les États Membres').start).toBe('2022-10-19T10:15:00')

  await delegate.opens(`/fr/${SLUG}/me/calendar`)
  await delegate.presses('Créer mon calendrier')
  const feed = new URL(/https?:\/\/[^"\s]+\/feeds\/[^"\s]+\.ics/.exec(delegate.source)![0]).pathname
  const stranger = new Visitor(app)
  const carried = eventsIn((await stranger.fetches(feed)).text)
  const newSession = named(carried, 'Ouverture avec les États Membres')
  expect(newSession.uid).toBe(oldSession.uid)
  expect(newSession.sequence).toBeGreaterThan(oldSession.sequence)
  expect(newSession.start).toBe('2022-10-19T10:15:00')
  expect(named(carried, 'Séance d’information à l’intention des États Membres').description).toContain(
    'Modalités et calendrier',
  )
})

test('the way in opens a quarter of an hour before, to those who may attend, and leads to the provider only then', async () => {
  const delegate = new Participant(app, 'second.secretary@mission.example.org', 'fr')
  await delegate.signsIn(SLUG)
  await delegate.opens(`/fr/${SLUG}/sessions/MS-1/join`)
  expect(delegate.source).not.toContain(PROVIDER)
  app.clock.set('2022-10-19T06:50:00Z')
  await delegate.signsIn(SLUG)
  await delegate.opens(`/fr/${SLUG}/sessions/MS-1/join`)
  expect(delegate.source).not.toContain(PROVIDER)
  await delegate.presses('Rejoindre')
  expect(delegate.path).toBe(`https://${PROVIDER}/unnm4/ms-1`)
  app.clock.set('2022-09-27T09:00:00Z')
})
