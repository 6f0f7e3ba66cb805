import { PayloadTooLargeException } from '@nestjs/common'
import { describe, expect, test } from 'vitest'
import { Forbidden, NotFound } from '../kernel/domain-error.ts'
import { LOCALES } from '../kernel/locale.ts'
import type { Body } from '../platform/http/encoded-body.ts'
import { problemOf } from '../platform/http/problem.ts'
import { TooManyRequests } from '../platform/http/too-many-requests.ts'
import { translator } from '../platform/i18n/i18n.ts'
import { problemPage } from './problem-page.tsx'

const requestId = '0190a7b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b'

const pageFor = (error: unknown, locale: (typeof LOCALES)[number]) => {
  const path = '/nowhere/<script>'
  const ctx = { requestId, locale, t: translator(locale), path, url: `/${locale}${path}`, ip: '127.0.0.1' }
  return problemPage(ctx, problemOf(error, ctx, new URL('https://plenary.example')))
}

const textOf = ({ body }: { body: Body }): string => String(body.peek('identity')?.bytes)

describe.each(LOCALES)('in %s', (locale) => {
  test.each([
    [404, new NotFound()],
    [403, new Forbidden()],
    [413, new PayloadTooLargeException()],
    [429, new TooManyRequests(30)],
    [500, new Error('connection to 10.0.0.7 refused')],
  ])('%i has a page with a title, a way on, and nothing of the inside', (status, error) => {
    const response = pageFor(error, locale)
    expect(response.options.status).toBe(status)
    expect(response.options.cache).toBe('private')
    expect(textOf(response)).toContain(`<html lang="${locale}"`)
    expect(textOf(response)).toMatch(/<h1>\p{Lu}[^<]{5,}<\/h1><p class="lead">\p{Lu}[^<]{5,}<\/p>/u)
    expect(textOf(response)).toContain(`<a class="button second" href="/${locale}">`)
    expect(textOf(response)).not.toMatch(/10\.0\.0\.7|<script>/)
  })

  test('an error of ours says what to tell us', () => {
    expect(textOf(pageFor(new Error('x'), locale))).toContain(requestId)
    expect(textOf(pageFor(new NotFound(), locale))).not.toContain(requestId)
  })
})
