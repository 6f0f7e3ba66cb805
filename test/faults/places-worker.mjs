// One of two processes of the build that do random things with the places of one meeting, with services and a connection
// pool of its own. It is told what to do on its standard input, and ends when it has done so much. Only tests start it.
import { randomUUID } from 'node:crypto'
import { text } from 'node:stream/consumers'

const dist = new URL('../../dist/', import.meta.url)
const load = (path) => import(new URL(path, dist).href)
const { createApp } = await load('app.js')
const { settingsFrom } = await load('platform/config/settings.js')
const { Meetings } = await load('meetings/meetings.service.js')
const { Registrations } = await load('registration/registrations.service.js')
const { Review } = await load('registration/review/review.service.js')
const { Offers } = await load('registration/places/offers.service.js')
const { Capacities } = await load('registration/places/capacities.service.js')
const { Queues } = await load('registration/places/queues.service.js')
const { Delegations } = await load('delegations/delegations.service.js')
const { Nominations } = await load('registration/delegation/nominations.service.js')
const { Ranks } = await load('registration/delegation/ranks.service.js')
const { Replacements } = await load('registration/delegation/replacements.service.js')
const { Merging } = await load('registration/review/merging.service.js')
const { DomainError } = await load('kernel/domain-error.js')

const { slug, people, addresses, organiser, focalPoint, delegation, deeds, seconds, hands, session } = JSON.parse(
  await text(process.stdin),
)
const app = await createApp(settingsFrom(process.env), {})
const [
  meetings,
  registrations,
  review,
  offers,
  capacities,
  queues,
  delegations,
  nominations,
  ranks,
  replacements,
  merging,
] = [
  Meetings,
  Registrations,
  Review,
  Offers,
  Capacities,
  Queues,
  Delegations,
  Nominations,
  Ranks,
  Replacements,
  Merging,
].map((service) => app.get(service))

const any = (list) => list[Math.floor(Math.random() * list.length)]
/** Connections are cut at any moment, also at the first. */
const stubborn = async (work) => {
  for (let attempt = 1; ; attempt++)
    try {
      return await work()
    } catch (error) {
      if (attempt > 20) throw error
    }
}
const meeting = await stubborn(() => meetings.named(slug))
const led = await stubborn(() => delegations.one(meeting.id, delegation))
const by = { person: focalPoint, as: 'focal-point' }
const day = meeting.days[0].date.toString()
const kinds = [
  { day, mode: 'in-person', session: null },
  { day, mode: 'floor', session: null },
  { day, mode: 'online', session },
]
const submit = (person) =>
  registrations.submit(meeting, person, { submissionId: randomUUID(), consents: { data: true, list: true } })
const idOf = async (person) => (await registrations.own(meeting, person)).id
/** Somebody who is here already, by their address, or somebody new. */
const successor = () => ({
  names: { givenNames: 'N.', familyName: 'N.' },
  jobTitle: '',
  language: 'fr',
  email: any([undefined, any(addresses)]),
})
const nominee = () => ({
  ...successor(),
  role: 'representative',
  wishes: [{ day, mode: any(['in-person', 'online']), meanwhile: true }],
})

const DEEDS = [
  submit,
  submit,
  (person) => registrations.withdraw(meeting, person),
  (person) => offers.accept(meeting, person, { day }),
  (person) => offers.refuse(meeting, person, { day }),
  (person) =>
    registrations.choose(meeting, person, [
      {
        day,
        mode: any(['in-person', 'online']),
        meanwhile: true,
        floor: any([true, false]),
        sessions: any([[], [session]]),
      },
    ]),
  async (person) => review.verify(meeting, await idOf(person), organiser),
  async (person) =>
    queues.give(meeting, await idOf(person), any(kinds), any(['give', 'offer']), { by: organiser, why: 'w' }),
  async (person) => queues.move(meeting, await idOf(person), any(kinds), 1, { by: organiser, why: 'w' }),
  () =>
    capacities.set(
      meeting,
      [{ ...any(kinds), constituency: null, places: any([3, 4, 5, 6]), heldBack: any([0, 1]) }],
      organiser,
    ),
  () => offers.sweep(),
  async (person) => replacements.replace(meeting, led, by, await idOf(person), successor(), randomUUID()),
  () => nominations.nominate(meeting, led, by, nominee(), randomUUID()),
  async (person) => nominations[any(['confirm', 'remove'])](meeting, led, by, await idOf(person)),
  async (person) => ranks.move(meeting, led, by, await idOf(person), 'up'),
  async (person) => merging.merge(meeting, await idOf(person), await idOf(any(people)), organiser),
]

const counts = { done: 0, refused: 0, failed: {} }
const end = performance.now() + seconds * 1000
const hand = async () => {
  // So much is done however slow the machine is; a minute is the most.
  while (counts.done < deeds && performance.now() < end)
    try {
      await any(DEEDS)(any(people))
      counts.done++
    } catch (error) {
      if (error instanceof DomainError || error instanceof TypeError) counts.refused++
      else {
        const code = error?.driverError?.code ?? error?.code ?? String(error?.message).slice(0, 60)
        counts.failed[code] = (counts.failed[code] ?? 0) + 1
      }
    }
}
// First a rush of everybody on the few places, then whatever comes.
await Promise.all(people.map((person) => stubborn(() => submit(person)).catch(() => undefined)))
await Promise.all(Array.from({ length: hands }, hand))
await app.close()
console.log(JSON.stringify(counts))
process.exit(0)
