import { beforeAll, expect, test } from 'vitest'
import { startApp, type StartOptions, type TestApp } from '../../test/harness.ts'

let house: TestApp

beforeAll(async () => {
  const settings = { development: true, smtpUrl: undefined } as unknown as NonNullable<StartOptions['settings']>
  house = await startApp({ settings })
})

test('a development install shows each mail as its reader gets it, and the code page leads there', async () => {
  const browser = house.browser()
  await browser.post('/fr/sign-in').type('form').send({ email: 'ana@mission.example.org' }).expect(303)
  expect((await browser.get('/fr/sign-in/code').expect(200)).text).toContain('href="/fr/outbox"')
  const list = await browser.get('/fr/outbox').expect(200)
  expect(list.text).toMatch(/\d{8} est votre code Plenary/)
  const path = /\/fr\/outbox\/[0-9a-f-]{36}/.exec(list.text)![0]
  const shown = await browser.get(path).expect(200)
  expect(shown.headers['content-security-policy']).toContain("frame-src 'self'")
  expect(shown.text).toContain(`src="${path}/html"`)
  expect(shown.text).toContain('Votre code')
  const html = await browser.get(`${path}/html`).expect(200)
  expect(html.headers['content-security-policy']).toMatch(/^default-src 'none'; .*sandbox/)
  expect(html.text).toContain('<base target="_top">')
  const [, code] = /(\d{8}) est votre code/.exec(list.text)!
  await browser.post('/fr/sign-in/code').type('form').send({ code }).expect(303)
})

test('what is not there is not found', async () => {
  await house.http.get('/en/outbox/nothing').expect(404)
  await house.http.get('/en/outbox/00000000-0000-7000-8000-000000000000/html').expect(404)
})

test('an install with a mail server has no outbox', async () => {
  for (const settings of [{ development: false }, { development: true }]) {
    const other = await startApp({ settings })
    await other.http.get('/en/outbox').expect(404)
    await other.stop()
  }
})
