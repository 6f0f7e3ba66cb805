import { renderToString } from 'preact-render-to-string'
import { expect, test } from 'vitest'
import { translator } from '../platform/i18n/i18n.ts'
import { Banner, type ReleaseBanner } from './release-banner.tsx'

const day = (text: string) => Temporal.PlainDate.from(text)
const rev1: ReleaseBanner = {
  label: 'Rev.1',
  stage: 'revised',
  date: day('2022-10-07'),
  changesHref: '/en/unnm-2022/changes',
  changes: { added: 2, moved: 3, cancelled: 1, retitled: 1 },
}
const said = (locale: 'en' | 'fr' | 'es', release: ReleaseBanner): string =>
  renderToString(<Banner t={translator(locale)} locale={locale} release={release} />)
    .replace(/<[^>]+>/g, '|')
    .replace(/[| ]*\|[| ]*/g, '|')

test('the version in force says its label, since when, and what it changed', () => {
  expect(said('en', rev1)).toBe(
    '|Rev.1|Agenda of|7 October 2022|.|What changed: 2 new, 3 moved, 1 cancelled, 1 new title|',
  )
  expect(said('fr', rev1)).toBe(
    '|Rev.1|Programme du|7 octobre 2022|.|Ce qui a changé\u00a0: 2 ajouts, 3 déplacements, 1 annulation, 1 nouveau titre|',
  )
  expect(said('es', rev1)).toBe(
    '|Rev.1|Programa del|7 de octubre de 2022|.|Qué ha cambiado: 2 adiciones, 3 traslados, 1 cancelación, 1 título nuevo|',
  )
})

test('an old version says what replaced it, and leads there', () => {
  const draft: ReleaseBanner = {
    label: 'Draft',
    stage: 'draft',
    date: day('2022-09-26'),
    supersededBy: { label: 'Rev.1', date: day('2022-10-07'), href: '/en/unnm-2022/agenda' },
  }
  expect(said('en', draft)).toBe(
    '|Draft|Superseded by Rev.1 of 7 October.|You are reading the draft of|26 September 2022|.|Go to Rev.1|',
  )
  expect(said('fr', draft)).toContain(
    '|Projet|Remplacé par Rev.1 du 7 octobre.|Vous lisez le projet du|26 septembre 2022|.|',
  )
})

test('a first version has nothing to compare with', () => {
  const first: ReleaseBanner = { label: 'Rev.1', stage: 'revised', date: rev1.date }
  expect(said('en', first)).toBe('|Rev.1|Agenda of|7 October 2022|.|')
})

test('the stamp has the shape of its stage', () => {
  const html = renderToString(
    <Banner t={translator('en')} locale="en" release={{ ...rev1, label: 'Final', stage: 'final' }} />,
  )
  expect(html).toContain('<strong class="stamp final">Final</strong>')
  expect(html).toContain('<time datetime="2022-10-07">')
})
