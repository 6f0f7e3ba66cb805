import { beforeAll, expect, test } from 'vitest'
import { Groups } from '../../src/agenda/groups.service.ts'
import type { PersonId } from '../../src/kernel/id.ts'
import { Database } from '../../src/platform/database/database.ts'
import { startApp, type TestApp } from '../harness.ts'
import { loadSample, Organiser, Participant } from './people.ts'
import { Visitor } from './visitor.ts'

// An organiser looks at the agenda as others do: what they see there is what those see, and nobody else comes here.

let app: TestApp
let organiser: Organiser
const CLOSED = 'Meeting of the Executive Committee at the working level'
/** Those that the rules of the sample name, and one that somebody is in and no rule names. */
const GROUPS = ['drafting-group', 'executive-committee', 'secretariat-staff', 'workstream-co-leads']
const SEE = '/en/desk/unnm-2022/see-as'

beforeAll(async () => {
  app = await startApp({ now: '2022-09-28T09:00:00Z' })
  const meeting = await loadSample(app, 'meeting', undefined, (file) => {
    // One session of each kind of secrecy.
    Object.assign(
      file.sessions.find(({ code }) => code === 'MS-1')!,
      {
        access: { attend: 'constituencies', constituencies: ['member-state'], show: 'unlisted' },
      },
    )
  })
  organiser = await new Organiser(app).acceptsInvitation()
  const [person] = await app.get(Database).query<{ id: PersonId }>('SELECT id FROM person LIMIT 1')
  await app.get(Groups).include(meeting.id, 'drafting-group', person!.id, person!.id)
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
  // The paper is made for whoever asks for it: the organiser, not the public.
  expect(organiser.source).not.toContain('agenda.pdf')
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

test('who is in an invited group sees its closed session; each group of the meeting can be chosen beside a constituency', async () => {
  await organiser.opens(`${SEE}/igo/current`)
  const groups = /<select[^>]*name="group"[\s\S]*?<\/select>/.exec(organiser.source)![0]
  expect([...groups.matchAll(/value="([^"]+)"/g)].map(([, value]) => value)).toEqual(GROUPS)
  expect(organiser.text).not.toContain(CLOSED)
  await organiser.opens(`${SEE}?as=igo&group=executive-committee&of=current`)
  expect(organiser.path).toBe(`${SEE}/igo.executive-committee/current`)
  expect(organiser.text).toContain(
    'You see this as: Intergovernmental organizations, in the group “executive-committee”. In force.',
  )
  expect(organiser.text).toContain(CLOSED)
  await organiser.follows(CLOSED)
  expect(organiser.path).toBe(`${SEE}/igo.executive-committee/current/sessions/CL-1`)
  expect(organiser.text).toContain('in the group “executive-committee”')
  // A membership opens nothing to who has no place that day, and the public is in no group.
  expect((await organiser.opens(`${SEE}/member-state.executive-committee/current`)).text).not.toContain(CLOSED)
  expect((await organiser.opens(`${SEE}/unverified.executive-committee/current`)).text).not.toContain(CLOSED)
  expect((await organiser.opens(`${SEE}?as=public&group=executive-committee&of=current`)).path).toBe(
    `${SEE}/public/current`,
  )
  for (const nobody of [
    'igo.no-such-group',
    'public.executive-committee',
    'igo.executive-committee.executive-committee',
  ])
    expect((await organiser.opens(`${SEE}/${nobody}/current`)).status, nobody).toBe(404)
})

test('what changed is seen as they see it, between any two releases and up to the working copy', async () => {
  const changed = ({ source }: Visitor): string[] =>
    [...source.matchAll(/<section class="axis change-row">[\s\S]*?<h3>([\s\S]*?)<\/h3>/g)].map(([, html]) =>
      html!.replace(/<[^>]+>/g, '').trim(),
    )
  const everybody = await new Visitor(app).opens('/en/unnm-2022/changes')
  await organiser.opens(`${SEE}/public/current`)
  await organiser.follows('What changed')
  expect(organiser.path).toBe(`${SEE}/public/current/changes`)
  expect(organiser.text).toContain('You see this as: the public. In force.')
  expect(changed(organiser)).toEqual(changed(everybody))
  expect(changed(everybody).length).toBeGreaterThan(1)
  const longer = await new Visitor(app).opens('/en/unnm-2022/changes?from=Draft&to=Rev.1')
  await organiser.opens(`${SEE}/public/rev.1/changes?from=Draft`)
  expect(changed(organiser)).toEqual(changed(longer))
  expect(organiser.linkTo(changed(longer)[0]!)).toContain(`${SEE}/public/rev.1/sessions/`)
  expect(organiser.source).toContain(`href="${SEE}/public/draft"`)

  // What is not published: the closed session moves.
  await organiser.opens('/en/desk/unnm-2022/agenda/CL-1')
  await organiser.fills('title[en]', 'Executive Committee, extended').presses('Save in the working copy')
  await organiser.opens(`${SEE}/igo.executive-committee/working/changes`)
  expect(organiser.headline).toBe('What changed')
  expect(organiser.text).toContain('Final to Working copy')
  expect(changed(organiser)).toContain('Executive Committee, extended')
  await organiser.opens(`${SEE}/igo.executive-committee/working/changes?from=draft`)
  expect(organiser.text).toContain('Draft to Working copy')
  expect(changed(organiser).length).toBeGreaterThan(2)
  await organiser.opens(`${SEE}/igo/working/changes`)
  expect(organiser.text).not.toContain('Executive Committee, extended')
  for (const wrong of ['working/changes?from=rev.9', 'current/changes?from=nothing', 'rev.9/changes'])
    expect((await organiser.opens(`${SEE}/public/${wrong}`)).status, wrong).toBe(404)
  // The choice of somebody else leads to the same page of theirs.
  await organiser.opens(`${SEE}?as=igo&of=draft&page=changes`)
  expect(organiser.path).toBe(`${SEE}/igo/draft/changes`)
})

test('before anything is published only the working copy is seen', async () => {
  await loadSample(app, 'meeting', undefined, (file) => {
    file.meeting.slug = 'unpublished'
    file.releases = []
  })
  await organiser.opens('/en/desk/unpublished/see-as/public/current/changes')
  expect(organiser.text).toContain('Nothing is published')
  await organiser.opens('/en/desk/unpublished/see-as/public/working/changes')
  expect([organiser.status, organiser.headline]).toEqual([200, 'What changed'])
})

test('nobody but who edits the agenda comes here', async () => {
  expect((await new Visitor(app).opens(`${SEE}/public/working`)).path).toContain('/desk/sign-in')
  const ana = new Participant(app, 'ana@example.org')
  await ana.signsIn('unnm-2022')
  for (const page of ['working', 'working/changes', 'current/sessions/CL-1'])
    expect((await ana.opens(`${SEE}/member-state.executive-committee/${page}`)).path, page).toContain('/desk/sign-in')
})
