import { beforeAll, expect, test } from 'vitest'
import { aMeeting, TUESDAY, WEDNESDAY } from '../../../test/builders/registration.ts'
import { startApp, type TestApp } from '../../../test/harness.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { Meetings } from '../../meetings/meetings.service.ts'
import type { Question, RegistrationSettings } from '../../meetings/registration-settings.ts'
import { Database } from '../../platform/database/database.ts'

let app: TestApp
beforeAll(async () => {
  app = await startApp({ now: '2022-09-27T09:00:00Z' })
})

type Browser = ReturnType<TestApp['browser']>

const label = (en: string) => ({ en, fr: `${en} (fr)`, es: `${en} (es)` })
const QUESTIONS: readonly Question[] = [
  {
    id: 'food',
    type: 'several-of',
    required: false,
    label: label('What do you eat?'),
    purpose: label('the kitchen orders by it'),
    options: [
      { id: 'halal', label: label('Halal') },
      { id: 'vegan', label: label('Vegan') },
    ],
  },
  {
    id: 'kitchen',
    type: 'short-text',
    required: true,
    label: label('Which kitchen?'),
    appliesTo: { answer: { question: 'food', is: ['halal'] } },
  },
  { id: 'arrival', type: 'date', required: true, label: label('When do you arrive?') },
  { id: 'guests', type: 'number', required: false, label: label('How many guests?') },
  { id: 'from', type: 'country', required: false, label: label('Where do you travel from?') },
  { id: 'mobile', type: 'phone', required: false, label: label('Your mobile number') },
  { id: 'letter', type: 'file', required: false, label: label('A letter') },
]

const open = async (registration: Partial<RegistrationSettings> = {}): Promise<Meeting> => {
  const meeting = aMeeting({ registration: { questions: QUESTIONS, ...registration } })
  await app.get(Database).transaction((tx) => app.get(Meetings).create(tx, meeting))
  return meeting
}

const post = (browser: Browser, path: string, form: object) =>
  browser.post(path).set('origin', app.url).type('form').send(form)

const text = (html: string): string =>
  html
    .replace(/<head>.*?<\/head>/s, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')

/** Somebody from a university who stands before the questions. */
const atNeeds = async (
  meeting: Meeting,
  address: string,
  mode: 'in-person' | 'online' = 'online',
): Promise<Browser> => {
  const browser = app.browser()
  const root = `/en/${meeting.slug}/register`
  await post(browser, '/en/sign-in', { email: address }).expect(303)
  const { subject } = await app.mailbox.waitFor(address)
  await post(browser, '/en/sign-in/code', { code: /\d{4} ?\d{4}/.exec(subject ?? '')?.[0] }).expect(303)
  await post(browser, `${root}/you`, { 'names[givenNames]': 'N.' }).expect(303)
  const claim = { 'claim[constituency]': 'academia', 'claim[organization]': 'A university' }
  await post(browser, `${root}/representing`, claim).expect(303)
  const days = [TUESDAY, WEDNESDAY].map((day, index) => [
    [`days[${index}][day]`, day],
    [`days[${index}][mode]`, mode],
  ])
  await post(browser, `${root}/attendance`, Object.fromEntries(days.flat())).expect(303)
  return browser
}

const draftOf = async (browser: Browser, meeting: Meeting) =>
  (await browser.get(`/api/v1/meetings/${meeting.slug}/registration`).expect(200)).body.draft

const PDF = Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n')
const shownAt = (...ids: string[]) => ids.map((id) => ['shown[]', id] as const)

test('every type of question is asked, with why, and its answer is kept as it is meant', async () => {
  const meeting = await open()
  const browser = await atNeeds(meeting, 'every-type@example.org')
  const path = `/en/${meeting.slug}/register/needs`
  const page = await browser.get(path).expect(200)
  expect(text(page.text)).toContain('Why we ask: the kitchen orders by it')
  expect(page.text).toContain('enctype="multipart/form-data"')
  const answer = browser.post(path).set('origin', app.url)
  for (const [name, value] of [
    ['answers[food][]', ''],
    ['answers[food][]', 'vegan'],
    ['answers[arrival][day]', '17'],
    ['answers[arrival][month]', 'octobre'],
    ['answers[arrival][year]', '2022'],
    ['answers[guests]', '2,5'],
    ['answers[from]', 'perou'],
    ['answers[mobile]', '+41 22 917 12 34'],
    ['language', 'en'],
    ...shownAt('food', 'arrival', 'guests', 'from', 'mobile', 'letter'),
  ] as const)
    void answer.field(name, value)
  await answer.attach('answers[letter]', PDF, { filename: 'letter.pdf', contentType: 'application/pdf' }).expect(303)
  const { answers } = await draftOf(browser, meeting)
  expect(answers).toMatchObject({
    food: 'vegan',
    arrival: '2022-10-17',
    guests: '2.5',
    from: 'PER',
    mobile: '+41229171234',
    letter: expect.stringMatching(/^[0-9a-f-]{36}$/),
  })
  const check = await browser.get(`/en/${meeting.slug}/register/check`).expect(200)
  for (const words of ['Vegan', '17 October 2022', 'Peru', '+41 22 917 12 34', 'letter.pdf'])
    expect(text(check.text)).toContain(words)
  const file = await browser.get(`/en/${meeting.slug}/me/files/letter`).expect(200)
  expect(Buffer.from(file.body as Buffer).equals(PDF)).toBe(true)
})

test('what follows from an answer is asked next without a script, and is no error yet', async () => {
  const meeting = await open()
  const browser = await atNeeds(meeting, 'follows@example.org')
  const path = `/en/${meeting.slug}/register/needs`
  expect((await browser.get(path)).text).toMatch(/<fieldset class="follow"[^>]*hidden[^>]*disabled/)
  const arrival = { 'answers[arrival][day]': '17', 'answers[arrival][month]': '10', 'answers[arrival][year]': '2022' }
  const given = { ...arrival, 'answers[food][]': 'halal', language: 'en' }
  const shown = 'food arrival guests from mobile letter'.split(' ')
  const next = await post(browser, path, { ...given, shown }).expect(200)
  expect(text(next.text)).toContain('Your answers lead to more questions.')
  expect(next.text).not.toContain('There is a problem')
  expect(next.text).not.toMatch(/<fieldset class="follow"[^>]*hidden/)
  // Now it was on the page, and is needed.
  const missing = await post(browser, path, { ...given, shown: [...shown, 'kitchen'] }).expect(422)
  expect(missing.text).toContain('href="#answers-kitchen"')
  await post(browser, path, { ...given, 'answers[kitchen]': 'Ours', shown: [...shown, 'kitchen'] }).expect(303)
  expect((await draftOf(browser, meeting)).answers).toMatchObject({ food: 'halal', kitchen: 'Ours' })
})

test('what is wrong stays as it was typed, also tomorrow', async () => {
  const meeting = await open()
  const browser = await atNeeds(meeting, 'wrong@example.org')
  const path = `/en/${meeting.slug}/register/needs`
  const form = {
    'answers[arrival][day]': '31',
    'answers[arrival][month]': 'Feb',
    'answers[arrival][year]': '2022',
    'answers[mobile]': '022 917',
    'answers[guests]': 'many',
    language: 'en',
  }
  const wrong = await post(browser, path, form).expect(422)
  for (const page of [wrong, await browser.get(path).expect(200)]) {
    expect(page.text).toContain('value="Feb"')
    expect(page.text).toContain('value="022 917"')
    expect(page.text).toContain('value="many"')
  }
  expect(wrong.text).toContain('href="#answers-arrival"')
  expect(text(wrong.text)).toContain('Give a telephone number with its country code')
})

test('nobody names somebody else’s file by its id, and what is not a file is refused', async () => {
  const meeting = await open()
  const [ana, ben] = [await atNeeds(meeting, 'ana.file@example.org'), await atNeeds(meeting, 'ben.file@example.org')]
  const path = `/en/${meeting.slug}/register/needs`
  const upload = (bytes: Buffer) =>
    ana
      .post(path)
      .set('origin', app.url)
      .field('language', 'en')
      .field('answers[arrival]', '2022-10-17')
      .attach('answers[letter]', bytes, { filename: 'letter.pdf', contentType: 'application/pdf' })
  const refused = await upload(Buffer.from('MZ not a PDF')).expect(422)
  expect(refused.text).toContain('href="#answers-letter"')
  await upload(PDF).expect(303)
  const { letter } = (await draftOf(ana, meeting)).answers
  const stolen = { 'answers[letter]': letter, 'answers[arrival]': '2022-10-17', language: 'en' }
  await post(ben, path, stolen).expect(303)
  const api = `/api/v1/meetings/${meeting.slug}/registration/draft`
  await ben
    .put(api)
    .set('origin', app.url)
    .send({ answers: { letter, arrival: '2022-10-17' } })
    .expect(200)
  expect((await draftOf(ben, meeting)).answers.letter ?? '').toBe('')
  await ben.get(`/en/${meeting.slug}/me/files/letter`).expect(404)
  // Replaced and taken back: what is not an answer any more is gone.
  await upload(PDF).expect(303)
  const again = { 'remove[letter]': 'yes', 'answers[arrival]': '2022-10-17', language: 'en' }
  await post(ana, path, again).expect(303)
  expect(await app.database.query('SELECT id FROM stored_file WHERE meeting_id = $1', [meeting.id])).toEqual([])
})

test('passport and photo are asked only of who comes in person, also when they come to that later', async () => {
  const meeting = await open({ questions: [], badge: { passport: true, photo: true } })
  const root = `/en/${meeting.slug}`
  const browser = await atNeeds(meeting, 'badge@example.org')
  expect((await browser.get(`${root}/register/needs`)).text).not.toContain('passport')
  await post(browser, `${root}/register/needs`, { language: 'en' }).expect(303)
  const check = await browser.get(`${root}/register/check`).expect(200)
  const submissionId = /name="submissionId" value="([^"]+)"/.exec(check.text)![1]
  await post(browser, `${root}/register/check`, { submissionId, 'consents[data]': 'yes' }).expect(303)
  expect(text((await browser.get(`${root}/me`)).text)).not.toContain('One thing is missing')
  const room = {
    'days[0][day]': TUESDAY,
    'days[0][mode]': 'in-person',
    'days[1][day]': WEDNESDAY,
    'days[1][mode]': 'none',
  }
  const changed = await post(browser, `${root}/register/attendance`, room).expect(303)
  expect(changed.headers['location']).toBe(`${root}/register/needs`)
  expect(text((await browser.get(`${root}/me`)).text)).toContain('One thing is missing')
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  )
  await browser
    .post(`${root}/register/needs`)
    .set('origin', app.url)
    .field('answers[passport]', 'X 123')
    .field('language', 'en')
    .attach('answers[photo]', png, { filename: 'me.png', contentType: 'image/png' })
    .expect(303)
  const me = text((await browser.get(`${root}/me`)).text)
  expect(me).not.toContain('One thing is missing')
  expect(me).toContain('X 123')
  // Online again: what only a badge needs is not kept.
  const online = { ...room, 'days[0][mode]': 'online' }
  await post(browser, `${root}/register/attendance`, online).expect(303)
  await post(browser, `${root}/register/needs`, { language: 'en' }).expect(303)
  expect(await app.database.query('SELECT id FROM stored_file WHERE meeting_id = $1', [meeting.id])).toEqual([])
})

test('what a script saves while somebody types is kept, and what comes late from it is not', async () => {
  const meeting = await open()
  const browser = await atNeeds(meeting, 'autosave@example.org')
  const root = `/en/${meeting.slug}/register`
  const edit = /name="edit" value="([^"]+)"/.exec((await browser.get(`${root}/you`)).text)![1]
  const typing = { edit, 'names[givenNames]': 'Jos' }
  await post(browser, `${root}/you/draft`, typing).expect(204)
  expect((await browser.get(`${root}/you`)).text).toContain('value="Jos"')
  await post(browser, `${root}/you`, { ...typing, 'names[givenNames]': 'José' }).expect(303)
  await post(browser, `${root}/you/draft`, typing).expect(204)
  expect((await draftOf(browser, meeting)).names.givenNames).toBe('José')
  await post(app.browser(), `${root}/you/draft`, typing).expect((answer) => expect([303, 401]).toContain(answer.status))
})
