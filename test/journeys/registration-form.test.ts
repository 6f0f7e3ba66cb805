import { beforeAll, describe, expect, test } from 'vitest'
import { emailFrom } from '../../src/kernel/email-address.ts'
import { newId } from '../../src/kernel/id.ts'
import type { Meeting } from '../../src/meetings/meeting.entity.ts'
import { People } from '../../src/people/people.service.ts'
import { Registrations } from '../../src/registration/registrations.service.ts'
import { Review } from '../../src/registration/review/review.service.ts'
import { startApp, type TestApp } from '../harness.ts'
import { anOrganiser } from './desk.ts'
import { loadSample, newestCode, Participant } from './people.ts'

let app: TestApp
let meeting: Meeting
beforeAll(async () => {
  app = await startApp({ now: '2022-09-27T09:00:00Z' })
  meeting = await loadSample(app, 'meeting')
})

interface Named {
  address: string
  given: string
  family?: string
}

/** From the printed address to the confirmation. */
const registers = async ({ address, given, family = '' }: Named): Promise<Participant> => {
  const who = await new Participant(app, address).signsIn(meeting.slug)
  await who.fills('names[givenNames]', given).fills('names[familyName]', family).presses('Save and continue')
  await who
    .takes('claim[constituency]', 'civil-society')
    .fills('claim[organization]', 'A network')
    .presses('Save and continue')
  await who.takes('days[0][mode]', 'online').takes('days[1][mode]', 'online').presses('Save and continue')
  await who.takes('answers[spoken-language]', 'en').presses('Save and continue')
  await who.ticks('consents[data]').presses('Send')
  return who
}

describe('names and addresses of every kind go all the way: sign-in, form, page, mail, the desk', () => {
  test.each<[string, Named]>([
    ['one name', { address: 'sukarno@example.org', given: 'Sukarno' }],
    [
      'several family names',
      { address: 'g@example.org', given: 'Gabriel José', family: 'de la Concordia García Márquez' },
    ],
    ['an apostrophe and a hyphen', { address: "o'brien@example.org", given: 'Siân-Mair', family: 'O’Brien' }],
    ['Arabic', { address: 'arabic@example.org', given: 'ليلى', family: 'الحداد' }],
    ['Chinese', { address: 'chinese@example.org', given: '小明', family: '王' }],
    ['Ethiopic', { address: 'ethiopic@example.org', given: 'ኃይሌ ገብረ ሥላሴ' }],
    ['combining marks', { address: 'marks@example.org', given: 'Ndọ̀lá', family: 'Ọ̀ṣun' }],
    [
      'a long name',
      {
        address: 'long@example.org',
        given: 'Wolfeschlegelsteinhausen '.repeat(3).trim(),
        family: 'Bergerdorff-'.repeat(8) + 'a',
      },
    ],
    ['a plus in the address', { address: 'ana+unnm@example.org', given: 'Ana', family: 'Plus' }],
    ['an international domain', { address: 'info@bücher.example', given: 'Ilse', family: 'Domain' }],
    ['an international mailbox', { address: '用户@例子.中国', given: '用户', family: '例' }],
  ])('%s', async (_, named) => {
    const who = await registers(named)
    expect(who.headline).toBe('We have your request')
    const name = [named.given, named.family].filter(Boolean).join(' ').normalize('NFC').replaceAll('’', "'")
    expect(who.text).toContain(name)
    expect(who.text).toContain(named.address)
    await app.mailbox.waitForSubject(named.address, 'We have your request')
    const person = await app.get(People).byEmail(emailFrom(named.address)!)
    expect(person?.givenNames).toBe(named.given.normalize('NFC'))
    // Signing in again with another spelling of the same address is the same person.
    const again = await app.get(People).byEmail(emailFrom(named.address.toUpperCase().replace('Ü', 'ü'))!)
    expect(again?.id).toBe(person?.id)
  })

  test('and the desk shows them as they are written', async () => {
    const organiser = await anOrganiser(app, 'names@example.org')
    await organiser.opens(`/en/desk/${meeting.slug}/registrations`)
    for (const name of ['ليلى الحداد', '小明 王', 'Gabriel José de la Concordia García Márquez'])
      expect(organiser.text).toContain(name)
  })
})

test('who comes back tomorrow finds what they typed, and where they were', async () => {
  const address = 'tomorrow@example.org'
  const ana = await new Participant(app, address).signsIn(meeting.slug)
  await ana.fills('names[givenNames]', 'Ana').presses('Save and continue')
  // Wrong, and not lost: no organization.
  await ana.takes('claim[constituency]', 'member-state').presses('Save and continue')
  expect(ana.errors).toEqual(['Choose the State you represent'])
  app.clock.advance({ hours: 20 })
  const tomorrow = await new Participant(app, address).signsIn(meeting.slug)
  expect(tomorrow.path).toBe(`/en/${meeting.slug}/register/representing`)
  expect(tomorrow.has('input[value="member-state"][checked]')).toBe(true)
  await tomorrow.opens(`/en/${meeting.slug}/register/you`)
  expect(tomorrow.source).toContain('value="Ana"')
})

test('somebody changes their address: proved first, the old one told, what was checked is checked again', async () => {
  const ana = await registers({ address: 'old@example.org', given: 'Ana', family: 'Moves' })
  const person = (await app.get(People).byEmail(emailFrom('old@example.org')!))!
  const own = await app.get(Registrations).own(meeting, person.id)
  await app.get(Review).verify(meeting, own!.id, newId<'Person'>())
  await app.mailbox.waitFor('old@example.org', 3)
  await ana.opens(`/en/${meeting.slug}/me`)
  expect(ana.headline).toBe('You are registered')
  await ana.follows('Change E-mail')
  expect(ana.text).toContain('What was checked about you is checked again')
  await ana.fills('email', 'nobody').presses('Send me a code')
  expect(ana.errors).toEqual(['Give an e-mail address such as name@example.org'])
  await ana.fills('email', 'OLD@example.org').presses('Send me a code')
  expect(ana.errors).toEqual(['This is your address already'])
  await ana.fills('email', 'new+address@example.org').presses('Send me a code')
  await ana.fills('code', '0000 0000').presses('Use this address')
  expect(ana.status).toBe(422)
  // Nothing counts before it is proved.
  expect((await app.get(People).byId(person.id))?.email).toBe('old@example.org')
  expect((await app.get(Registrations).own(meeting, person.id))?.state).toBe('confirmed')
  const code = await newestCode(app, 'new+address@example.org', 1)
  await ana.fills('code', code).presses('Use this address')
  expect(ana.headline).toBe('We have your request')
  expect(ana.text).toContain('new+address@example.org')
  const told = await app.mailbox.waitForSubject('old@example.org', 'Your address was changed')
  expect(told.text).not.toContain('new+address')
  await app.mailbox.waitForSubject('new+address@example.org', 'We have your request')
  // The old address is nobody's now, and the new one signs in as the same person.
  expect(await app.get(People).byEmail(emailFrom('old@example.org')!)).toBeUndefined()
  expect((await app.get(People).byEmail(emailFrom('New+Address@EXAMPLE.org')!))?.id).toBe(person.id)
})

test('an address that somebody else registered with stays theirs', async () => {
  await registers({ address: 'taken@example.org', given: 'Ben' })
  const eva = await registers({ address: 'eva@example.org', given: 'Eva' })
  await eva.opens(`/en/${meeting.slug}/me/address`)
  await eva.fills('email', 'taken@example.org').presses('Send me a code')
  const before = app.mailbox.to('taken@example.org').length
  await eva.fills('code', await newestCode(app, 'taken@example.org', Math.max(before, 3))).presses('Use this address')
  expect(eva.errors[0]).toContain('Another registration has this address')
  expect((await app.get(People).byEmail(emailFrom('eva@example.org')!))?.givenNames).toBe('Eva')
})
