import { beforeAll, expect, test } from 'vitest'
import type { Meeting } from '../../src/meetings/meeting.entity.ts'
import { startApp, type TestApp } from '../harness.ts'
import { anOrganiser } from './desk.ts'
import { loadSample, Participant } from './people.ts'
import type { Visitor } from './visitor.ts'

let app: TestApp
let meeting: Meeting
let organiser: Visitor
beforeAll(async () => {
  app = await startApp({ now: '2022-09-27T09:00:00Z' })
  meeting = await loadSample(app, 'meeting')
  organiser = await anOrganiser(app, 'organiser@example.org')
})

const base = () => `/en/desk/${meeting.slug}/questions`

test('an organiser adds a question in three languages, and a delegate is asked it with why', async () => {
  await organiser.opens(base())
  expect(organiser.headline).toBe('Questions')
  expect(organiser.text).toContain('Accessibility needs')
  await organiser.follows('Add a question')
  await organiser.presses('Save')
  expect(organiser.errors).toEqual([
    'Give the words in the main language of the meeting',
    'Say why you ask, in the main language of the meeting',
  ])
  organiser
    .fills('label[en]', 'What do you eat?')
    .fills('label[fr]', 'Que mangez-vous ?')
    .fills('purpose[en]', 'the kitchen orders by it')
    .takes('type', 'one-of')
  await organiser.presses('Save')
  expect(organiser.errors).toEqual(['Give at least two answers to choose from'])
  // What was typed is still there.
  organiser.fills('options[0][label][en]', 'Everything').fills('options[1][label][en]', 'Halal')
  await organiser.presses('Save')
  expect(organiser.path).toBe(base())
  expect(organiser.text).toContain('What do you eat?')
  expect(organiser.text).toContain('Not in French and Spanish')

  const ana = await new Participant(app, 'ana@unicef.example.org').signsIn(meeting.slug)
  await ana.fills('names[givenNames]', 'Ana').presses('Save and continue')
  await ana
    .takes('claim[constituency]', 'un-entity')
    .fills('claim[organization]', 'UNICEF')
    .presses('Save and continue')
  await ana.takes('days[0][mode]', 'online').takes('days[1][mode]', 'none').presses('Save and continue')
  expect(ana.text).toContain('What do you eat?')
  expect(ana.text).toContain('Why we ask: the kitchen orders by it')
  expect(ana.text).toContain('Why we ask: to plan interpretation for the languages that participants need')
  await ana
    .takes('answers[spoken-language]', 'en')
    .takes('answers[what-do-you-eat]', 'halal')
    .presses('Save and continue')
  expect(ana.text).toContain('Halal')
  await ana.ticks('consents[data]').presses('Send')
  expect(ana.headline).toBe('We have your request')
})

test('a change that would spoil answers is refused, and what is changed keeps them readable', async () => {
  await organiser.opens(`${base()}/what-do-you-eat`)
  expect(organiser.text).toContain('1 person has answered.')
  // Another kind of answer is not offered; sent all the same, it is refused.
  expect(organiser.has('input[name="type"][value="number"][disabled]')).toBe(true)
  organiser.fills('options[1][label][en]', 'Halal food')
  await organiser.presses('Save')
  await organiser.opens(base())
  await organiser.presses('Retire “What do you eat?”')
  expect(organiser.text).toContain('Retired questions')
  // Again changes nothing.
  expect((await app.database.query("SELECT 1 FROM audit_entry WHERE action = 'question.retired'")).length).toBe(1)
  await organiser.presses('Ask it again')
  expect(organiser.text).not.toContain('Retired questions')
})

test('a question moves, and never before the one it follows from', async () => {
  await organiser.opens(`${base()}/new`)
  organiser.fills('label[en]', 'Which kitchen?').fills('purpose[en]', 'to book it')
  const box = 'follows[]'
  await organiser.answers('Halal food', true).presses('Save')
  expect(organiser.has(`input[name="${box}"]`)).toBe(false)
  expect(organiser.text).toContain('after “What do you eat?”: Halal food')
  await organiser.presses('Move up “Which kitchen?”')
  expect(organiser.errors).toEqual(['This question follows from the answer to another'])
  await organiser.presses('Move up “What do you eat?”')
  expect(organiser.errors).toEqual([])
  await organiser.follows('See them as participants do')
  expect(organiser.text).toContain('Which kitchen?')
})

test('a question follows from States, named as people name them', async () => {
  await organiser.opens(`${base()}/new`)
  organiser.fills('label[en]', 'Where do you live?').fills('purpose[en]', 'to plan travel').takes('type', 'country')
  await organiser.presses('Save')
  await organiser.opens(`${base()}/new`)
  organiser
    .fills('label[en]', 'Do you need a letter of invitation?')
    .fills('purpose[en]', 'to write it in time')
    .takes('type', 'one-of')
    .fills('states[where-do-you-live]', 'Ivory Coast\nAtlantis')
  await organiser.presses('Save')
  // All that is wrong, at once.
  expect(organiser.errors).toEqual(['Give at least two answers to choose from', 'No State is called Atlantis'])
  await organiser.takes('type', 'yes-no').presses('Save')
  expect(organiser.errors).toEqual(['No State is called Atlantis'])
  expect(organiser.source.includes(`Côte d'Ivoire\nAtlantis</textarea>`)).toBe(true)
  await organiser.fills('states[where-do-you-live]', 'Ivory Coast\nméxico').presses('Save')
  expect(organiser.text).toContain("after “Where do you live?”: Côte d'Ivoire and Mexico")
  await organiser.opens(`${base()}/do-you-need-a-letter-of-invitation`)
  expect(organiser.source.includes(`Côte d'Ivoire\nMexico</textarea>`)).toBe(true)
})

test('a number has a least and a most, and answers of before stay as they were', async () => {
  await organiser.opens(`${base()}/new`)
  organiser
    .fills('label[en]', 'How many nights?')
    .fills('label[fr]', 'Combien de nuits ?')
    .fills('purpose[en]', 'to book rooms')
    .takes('type', 'number')
    .fills('least', 'ten')
    .fills('most', '5')
  await organiser.presses('Save')
  expect(organiser.errors).toEqual(['Give a number in digits, without signs between thousands, such as 1200 or 2.5'])
  await organiser.fills('least', '10').presses('Save')
  expect(organiser.errors).toEqual(['Give no less than the lowest'])
  await organiser.fills('least', '0,5').fills('most', '').presses('Save')
  expect(organiser.path).toBe(base())

  const luc = new Participant(app, 'luc@unicef.example.org', 'fr')
  await luc.signsIn(meeting.slug)
  const next = 'Enregistrer et continuer'
  await luc.fills('names[givenNames]', 'Luc').presses(next)
  await luc.takes('claim[constituency]', 'un-entity').fills('claim[organization]', 'UNICEF').presses(next)
  await luc.takes('days[0][mode]', 'online').takes('days[1][mode]', 'none').presses(next)
  expect(luc.text).toContain('En chiffres. Au moins 0,5.')
  luc.takes('answers[spoken-language]', 'fr')
  await luc.fills('answers[how-many-nights]', '0,25').presses(next)
  expect([luc.status, luc.errors]).toEqual([422, ['Donnez 0,5 ou davantage']])
  // It was saved as it was typed, and is not right for that.
  await luc.presses(next)
  expect(luc.errors).toEqual(['Donnez 0,5 ou davantage'])
  await luc.fills('answers[how-many-nights]', '30').presses(next)
  await luc.ticks('consents[data]').presses('Envoyer')

  await organiser.opens(`${base()}/how-many-nights`)
  expect(organiser.has('input[name="least"][value="0.5"]')).toBe(true)
  await organiser.fills('most', '10').presses('Save')
  await luc.opens(`/fr/${meeting.slug}/register/needs`)
  expect(luc.text).toContain('Entre 0,5 et 10.')
  await luc.presses('Enregistrer')
  expect(luc.errors).toEqual([])
  await luc.opens(`/fr/${meeting.slug}/register/needs`)
  await luc.fills('answers[how-many-nights]', '31').presses('Enregistrer')
  expect(luc.errors).toEqual(['Donnez 10 ou moins'])
})

test('two organisers who change one question do not overwrite each other', async () => {
  const other = await anOrganiser(app, 'other@example.org')
  await organiser.opens(`${base()}/which-kitchen`)
  await other.opens(`${base()}/which-kitchen`)
  await organiser.fills('label[en]', 'Which kitchen is it?').presses('Save')
  await other.fills('label[en]', 'Whose kitchen?').presses('Save')
  expect(other.status).toBe(409)
  expect(other.errors).toEqual(['Someone else has changed this in the meantime'])
  expect(other.source).toContain('Whose kitchen?')
})

test('the same over JSON, for organisers only', async () => {
  const path = `/api/v1/meetings/${meeting.slug}/questions`
  const stranger = await app.http.get(path)
  expect([401, 403, 404]).toContain(stranger.status)
  const listed = await organiser.fetches(path)
  const questions = JSON.parse(listed.text) as { id: string; answered: number }[]
  expect(questions.find(({ id }) => id === 'what-do-you-eat')?.answered).toBe(1)
})
