import { beforeAll, expect, test } from 'vitest'
import { startApp, type TestApp } from '../harness.ts'
import { loadSample, Organiser, Participant } from './people.ts'
import { Visitor } from './visitor.ts'

// An organiser looks at the agenda as others do: what they see there is what those see, and nobody else comes here.

let app: TestApp
let organiser: Organiser
const SEE = '/en/desk/unnm-2022/see-as'

beforeAll(async () => {
  app = await startApp({ now: '2022-09-28T09:00:00Z' })
  await loadSample(app, 'meeting', undefined, (file) => {
    // One session of each kind of secrecy.
    Object.assign(
      file.sessions.find(({ code }) => code === 'MS-1')!,
      {
        access: { attend: 'constituencies', constituencies: ['member-state'], show: 'unlisted' },
      },
    )
  })
  organiser = await new Organiser(app).acceptsInvitation()
}, 120_000)

test('says plainly as whom one looks, in any language, and is kept by no cache', async () => {
  await organiser.opens(SEE)
  expect(organiser.path).toBe(`${SEE}/public/working`)
  expect(organiser.text).toContain('You see this as: the public. Working copy.')
  expect(organiser.headers['cache-control']).toBe('private, no-store')
  await organiser.opens('/fr/desk/unnm-2022/see-as/unverified/current')
  expect(organiser.text).toContain("Vous voyez ceci comme : une personne dont l'inscription n'est pas vérifiée")
  expect(organiser.lang).toBe('fr')
})

test('the public and the unverified see what everybody sees; a delegate of a Member State sees more', async () => {
  const titles = (source: string): string[] =>
    [...source.matchAll(/<h[34][^>]*>(.*?)<\/h[34]>/g)].map(([, html]) => html!.replace(/<[^>]+>/g, '').trim())
  const everybody = await new Visitor(app).opens('/en/unnm-2022/agenda')
  await organiser.opens(`${SEE}/public/current`)
  expect(titles(organiser.source)).toEqual(titles(everybody.source))
  expect(titles(everybody.source).length).toBeGreaterThan(5)
  await organiser.opens(`${SEE}/unverified/current`)
  expect(titles(organiser.source)).toEqual(titles(everybody.source))
  expect((await organiser.opens(`${SEE}/public/current/sessions/MS-1`)).text).toContain('These readers see no page')
  expect((await organiser.opens(`${SEE}/member-state/current/sessions/MS-1`)).text).toContain('MS-1')
})

test('the working copy is seen before it is published, and its links stay with who one is', async () => {
  await organiser.opens('/en/desk/unnm-2022/agenda/PL-1')
  await organiser.fills('title[en]', 'A new beginning').presses('Save in the working copy')
  await organiser.opens(`${SEE}/member-state/working`)
  expect(organiser.text).toContain('A new beginning')
  expect(organiser.linkTo('A new beginning')).toBe(`${SEE}/member-state/working/sessions/PL-1`)
  await organiser.follows('A new beginning')
  expect(organiser.headline).toBe('A new beginning')
  await organiser.opens(`${SEE}/member-state/current`)
  expect(organiser.text).not.toContain('A new beginning')
  expect((await new Visitor(app).opens('/en/unnm-2022/agenda')).text).not.toContain('A new beginning')
  expect((await organiser.opens(`${SEE}/member-state/rev.9`)).status).toBe(404)
  expect((await organiser.opens(`${SEE}/martian/working`)).status).toBe(404)
})

test('nobody but who edits the agenda comes here', async () => {
  expect((await new Visitor(app).opens(`${SEE}/public/working`)).path).toContain('/desk/sign-in')
  const ana = new Participant(app, 'ana@example.org')
  await ana.signsIn('unnm-2022')
  expect((await ana.opens(`${SEE}/member-state/working`)).path).toContain('/desk/sign-in')
})
