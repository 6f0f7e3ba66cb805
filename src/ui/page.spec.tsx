import { expect, test, describe } from 'vitest'
import type { RequestContext } from '../platform/http/request-context.ts'
import { translator } from '../platform/i18n/i18n.ts'
import type { Locale } from '../kernel/locale.ts'
import type { PersonId } from '../kernel/id.ts'
import { PageHead } from './axis.tsx'
import type { MeetingFrame } from './meeting-frame.ts'
import { pageHtml } from './page.tsx'

const context = (locale: Locale, path: string, more: Partial<RequestContext> = {}): RequestContext => ({
  requestId: '0190a7b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b',
  locale,
  t: translator(locale),
  path,
  url: `/${locale}${path}`,
  ip: '127.0.0.1',
  ...more,
})

const meeting: MeetingFrame = {
  slug: 'unnm-2022',
  title: { text: 'Fourth Annual Meeting of the United Nations Network on Migration', lang: 'en' },
  shortTitle: { text: 'Fourth Annual Meeting', lang: 'en' },
  dates: '18 and 19 October 2022',
  place: 'Geneva and online',
  city: 'Geneva',
  offset: 'UTC+2',
  contactEmail: 'annual-meeting@example.org',
}

describe('a page', () => {
  test('is in the language of its address, and its language links lead to this very page', () => {
    const html = pageHtml(context('fr', '/unnm-2022/agenda', { url: '/fr/unnm-2022/agenda?day=2022-10-18&zone=UTC' }), {
      title: 'Programme',
      children: null,
    })
    expect(html).toMatch(/^<!doctype html>\n<html lang="fr" dir="ltr">/)
    expect(html).toContain(
      '<a href="/es/unnm-2022/agenda?day=2022-10-18&amp;zone=UTC" lang="es" hreflang="es">Español</a>',
    )
    expect(html).toContain('lang="fr" hreflang="fr" aria-current="true">Français</a>')
  })

  test('of a meeting says which, where you are in it, and whose clock it shows', () => {
    const html = pageHtml(context('en', '/unnm-2022/agenda'), {
      title: 'Agenda',
      meeting,
      section: 'agenda',
      children: null,
    })
    expect(html).toContain('<title>Agenda · Fourth Annual Meeting</title>')
    expect(html).toContain('<a href="/en/unnm-2022/agenda" aria-current="page">Agenda</a>')
    expect(html).toContain('<a href="/en/unnm-2022/register">Register</a>')
    expect(html).toContain('Times are Geneva time (UTC+2).')
    expect(html).toContain('mailto:annual-meeting@example.org')
  })

  test('marks a title that is not in its language', () => {
    const html = pageHtml(context('fr', '/unnm-2022/agenda'), { title: 'Programme', meeting, children: null })
    expect(html).toContain('<a href="/fr/unnm-2022" lang="en">Fourth Annual Meeting</a>')
  })

  test('leads who is signed in to their own registration', () => {
    const reader = {
      person: '0190a7b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b' as PersonId,
      signIn: 's',
      opensDesk: false,
      language: 'en' as const,
    }
    const html = pageHtml(context('en', '/unnm-2022', { reader }), { title: 'Overview', meeting, children: null })
    expect(html).toContain('<a href="/en/unnm-2022/me">Your registration</a>')
    expect(html).not.toContain('/register"')
  })

  test('with errors says so first: in its title, then above the heading, each with the way to its field', () => {
    const errors = [{ name: 'days[0][mode]', message: 'Choose how you attend' }]
    const ctx = context('en', '/unnm-2022/register')
    const html = pageHtml(ctx, {
      title: 'Attendance',
      meeting,
      errors,
      children: <PageHead t={ctx.t} errors={errors} title="How will you attend?" />,
    })
    expect(html).toContain('<title>Error: Attendance · Fourth Annual Meeting</title>')
    expect(html).toContain('<div class="errors" role="alert" tabindex="-1" aria-labelledby="errors-title">')
    expect(html).toContain('<li><a href="#days-0-mode">Choose how you attend</a></li>')
    expect(html.indexOf('class="errors"')).toBeLessThan(html.indexOf('<h1'))
  })

  test('carries no style or script of its own, so that the policy against them can be strict', () => {
    const html = pageHtml(context('en', '/unnm-2022'), {
      title: 'Overview',
      meeting,
      scripts: ['own-time'],
      children: null,
    })
    expect(html).not.toMatch(/ style=|<style|<script(?![^>]* src=)| on[a-z]+=/)
  })

  test('writes what people typed as text', () => {
    const html = pageHtml(context('en', '/x'), {
      title: '</title><script>alert(1)</script>',
      children: <p>{'<img src=x onerror=alert(1)>'}</p>,
    })
    expect(html).not.toMatch(/<script>alert|<img/)
  })

  test('refuses to be drawn with a link that runs a script, even where safeHref was forgotten', () => {
    const address = 'javascript:alert(1)'
    expect(() => pageHtml(context('en', '/x'), { title: 'x', children: <a href={address}>x</a> })).toThrow(
      /must not become a link/,
    )
  })
})
