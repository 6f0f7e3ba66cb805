import { Delegations } from '../../src/delegations/delegations.service.ts'
import { FocalPoints } from '../../src/delegations/focal-points.service.ts'
import { emailFrom } from '../../src/kernel/email-address.ts'
import { People } from '../../src/people/people.service.ts'
import { Nominations } from '../../src/registration/delegation/nominations.service.ts'
import { Replacements } from '../../src/registration/delegation/replacements.service.ts'
import { Review } from '../../src/registration/review/review.service.ts'
import type { Standing } from './aviary.ts'
import type { LeakHouse } from './house.ts'
import { FOCAL_POINT, OTHER_FOCAL_POINT, REPLACED, UNSENT, type Reader } from './readers.ts'

/** What there is of a delegation to ask for. */
export interface PlantedDelegation {
  id: string
  focalPoint: string
  nominee: string
  /** Of somebody who asks to speak for it too. */
  request: string
  notes: readonly string[]
}

/** Somebody who was a focal point for a while, and is no reader here. */
export const FORMER_FOCAL_POINT = 'former-focal-point@example.org'

/**
 * A delegation with a note verbale, people nominated, one of them replaced, somebody else who asks to speak for it and one
 * who asked in vain; and whoever spoke for it for a while.
 */
export const delegates = async (house: LeakHouse): Promise<PlantedDelegation> => {
  const { app, meeting, planted } = house
  const focalPoints = app.get(FocalPoints)
  const editor = await house.editor()
  const of = ({ leads }: Reader) => ({ constituency: 'member-state', state: leads!, organization: '' })
  const word = (what: string, mayRead: (reader: Standing) => boolean): string =>
    planted.aviary.word(what, (reader) => reader.organises === true || mayRead(reader))
  const asks = async (reader: Reader) => {
    const person = house.of(reader).person!
    // What they handed in themselves, they read among their own data.
    const own = (what: string) => word(`${what}, by ${reader.name}`, ({ name }) => name === reader.name)
    const bytes = Buffer.from(`%PDF-1.7\n1 0 obj <<>> endobj\n% ${own('note verbale')}\ntrailer <<>>\n%%EOF\n`)
    const note = { name: `${own('name of the note verbale')}.pdf`, bytes, type: 'application/pdf' as const }
    const delegation = await focalPoints.ask(meeting.id, of(FOCAL_POINT), { person, note })
    const asked = (await focalPoints.of(delegation, ['requested'])).find((each) => each.person === person)!
    return { id: delegation, person, request: asked.id }
  }
  const { id, person, request: granted } = await asks(FOCAL_POINT)
  await focalPoints.approve(meeting.id, granted, editor)
  const { request: refused } = await asks(UNSENT)
  await focalPoints.refuse(
    meeting.id,
    refused,
    editor,
    word('why somebody may not speak', ({ name }) => name === UNSENT.name),
  )
  const { request, person: other } = await asks(OTHER_FOCAL_POINT)
  const { email } = (await app.get(People).byId(other))!
  await focalPoints.invite(meeting.id, of(OTHER_FOCAL_POINT), { address: email!, locale: 'en' }, editor)

  const delegation = await app.get(Delegations).one(meeting.id, id)
  await focalPoints.name(delegation, { address: emailFrom(FORMER_FOCAL_POINT)!, locale: 'en' }, person)
  const former = (await app.get(People).byEmail(emailFrom(FORMER_FOCAL_POINT)!))!
  await focalPoints.remove(delegation, former.id, person)

  const by = { person, as: 'focal-point' } as const
  const leads = (what: string, own?: Reader): string =>
    word(
      `${what} of ${own?.name ?? 'a nominee'}`,
      ({ leads: state, name }) => state === FOCAL_POINT.leads || name === own?.name,
    )
  const named = (own?: Reader) => ({
    names: { givenNames: leads('given names', own), familyName: leads('family name', own) },
    jobTitle: leads('job title', own),
    language: 'en' as const,
  })
  const wishes = meeting.days.map((day) => ({
    day: day.date.toString(),
    mode: day.number === 2 ? ('in-person' as const) : ('none' as const),
    meanwhile: true,
  }))
  const contact = (): ReturnType<typeof emailFrom> => emailFrom(`${leads('contact address')}@example.org`)
  const nominations = app.get(Nominations)
  const nominee = await nominations.nominate(
    meeting,
    delegation,
    by,
    { ...named(), role: 'head', wishes, email: undefined, contact: contact() },
    'leaks',
  )
  await app.get(Review).verify(meeting, nominee, editor)

  const before = (await app.get(People).byId(house.of(REPLACED).person!))!
  const replaced = await nominations.nominate(
    meeting,
    delegation,
    by,
    { ...named(REPLACED), role: 'representative', wishes, email: before.email, contact: undefined },
    'leaks, replaced',
  )
  await app.get(Review).verify(meeting, replaced, editor)
  house.keys.set(REPLACED.name, { ...house.of(REPLACED), registration: replaced })
  const successor = { ...named(), email: undefined, contact: contact() }
  await app.get(Replacements).replace(meeting, delegation, by, replaced, successor, 'leaks, successor')

  const notes = (await focalPoints.notesOf(id)).map(({ file }) => file)
  return { id, focalPoint: person, nominee, request, notes }
}
