import { renderToString } from 'preact-render-to-string'
import { expect, test } from 'vitest'
import {
  agendaView,
  attendEntry,
  closedEntry,
  listedEntry,
  programmeEntry,
  said,
} from '../../test/builders/agenda-view.ts'
import { frameFor } from '../../test/builders/frame.ts'
import type { NamedEntry, SessionView } from '../access/view.ts'
import { asId } from '../kernel/id.ts'
import type { MaterialView } from '../materials/material.ts'
import { SessionPage } from './session-page.tsx'

const id = (last: string) => asId<'Session'>(`0199a000-0000-7000-8000-00000000000${last}`)

const draw = (entry: NamedEntry, others: readonly SessionView[] = [], papers: readonly MaterialView[] = []): string => {
  const view = agendaView({
    entries: [...others, entry].toSorted((a, b) => (String(a.start) < String(b.start) ? -1 : 1)),
  })
  return renderToString(
    <SessionPage
      frame={frameFor(view)}
      day={view.days[0]!}
      entry={entry}
      extras={{ papers, actions: null, calendar: null }}
    />,
  )
}

const words = (html: string): string =>
  html
    .replace(/<span aria-hidden="true">[^<]*<\/span>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')

const paper: MaterialView = {
  id: asId('0199a000-0000-7000-8000-0000000000aa'),
  key: 'workplan',
  symbol: 'UNNM/AM.4/2022/2',
  kind: 'document',
  title: said('Draft workplan'),
  files: [
    { language: 'en', mediaType: 'application/pdf', size: 1 },
    { language: 'fr', mediaType: 'application/pdf', size: 1 },
  ],
  sessions: [id('1')],
}

test('a session in full: what, when, where, who, its papers in each language', () => {
  const html = draw(attendEntry(), [], [paper])
  for (const said of [
    'What was promised',
    'Tuesday 18 October 2022',
    'Room XVII',
    'Coordinator of the Network',
    'Adoption of the agenda',
  ])
    expect(words(html)).toContain(said)
  expect(html).toContain('href="/en/unnm-annual-meeting-4/materials/workplan/fr"')
  expect(words(html)).toContain('Draft workplan, in French')
})

test('a listed session shows neither abstract nor speakers, agenda items or papers, even if it is handed some', () => {
  const html = draw(listedEntry(), [], [paper])
  expect(html).not.toMatch(/What was promised|Coordinator|Adoption|workplan/)
  expect(words(html)).toContain('for those who may attend')
})

test('what is beside it: the slot before and after, breaks stepped over, a closed meeting without a way to it', () => {
  const html = draw(programmeEntry({ from: '2022-10-18T11:30', to: '2022-10-18T13:00' }), [
    closedEntry({ from: '2022-10-18T10:00', to: '2022-10-18T11:00' }),
    programmeEntry({
      id: id('2'),
      code: 'BR-1',
      kind: 'break',
      title: said('Coffee'),
      from: '2022-10-18T11:00',
      to: '2022-10-18T11:30',
    }),
    programmeEntry({
      id: id('3'),
      code: 'PA-1',
      title: said('Panel'),
      from: '2022-10-18T15:00',
      to: '2022-10-18T16:00',
    }),
    programmeEntry({
      id: id('4'),
      code: 'PA-2',
      title: said('Other'),
      from: '2022-10-18T15:00',
      to: '2022-10-18T16:00',
    }),
  ])
  expect(words(html)).toMatch(/Before it\s+10:00 to 11:00\s+Closed meeting/)
  expect(words(html)).toMatch(/After it\s+15:00 to 16:00\s+2 sessions in parallel/)
  expect(html).toContain('href="/en/unnm-annual-meeting-4/agenda#pa-1"')
})
