import { parse, type HTMLElement } from 'node-html-parser'
import { beforeAll, expect, test } from 'vitest'
import { CalendarHouse, type Attendee } from '../../test/builders/calendar-house.ts'

// The buttons of the agenda itself, without a script.

let house: CalendarHouse
let ana: Attendee
let agenda: string
beforeAll(async () => {
  house = await CalendarHouse.open()
  agenda = `/en/${house.meeting.slug}/agenda`
  await house.session('PL-1', { kind: 'panel' })
  await house.session('PL-2', { at: '10:30', to: '11:30', room: house.otherRoom })
  await house.session('PL-3', { at: '14:00', to: '15:00' })
  await house.session('BR-1', { at: '12:00', to: '13:00', kind: 'break' })
  await house.session('CM-1', { at: '16:00', to: '17:00', rule: { attend: 'invited', groups: ['x'], show: 'closed' } })
  await house.publish('Draft')
  ana = await house.attendee()
})

const read = async (path = agenda, cookie = ana.cookie): Promise<HTMLElement> => {
  const { text } = await house.http.get(path).set('cookie', cookie).expect(200)
  return parse(text)
}
/** What each button says that it does, and whether it is done. */
const buttons = (page: HTMLElement): string[] =>
  page
    .querySelectorAll('form[data-follows] button')
    .map((button) => `${button.textContent}: ${button.getAttribute('aria-pressed')}`)
const clashes = (page: HTMLElement): (string | undefined)[] =>
  page.querySelectorAll('.clash').map((clash) => clash.closest('article')?.id)
const press = async (page: HTMLElement, title: string): Promise<string | undefined> => {
  const form = page.querySelectorAll('form[data-follows]').find(({ textContent }) => textContent.includes(title))!
  const next = form.querySelector('input[name=next]')!.getAttribute('value')
  const path = form.getAttribute('action')!
  const { headers } = await house.http.post(path).set('cookie', ana.cookie).type('form').send({ next }).expect(303)
  return headers['location']
}

test('each session is followed and left where it is read, and one comes back to it', async () => {
  expect(buttons(await read())).toEqual([
    'Follow Session PL-1: false',
    'Follow Session PL-2: false',
    'Follow Session PL-3: false',
  ])
  expect(await press(await read(`${agenda}?view=rooms&day=1`), 'PL-3')).toBe(`${agenda}?view=rooms&day=2022-10-18#pl-3`)
  for (const arrangement of ['', '?view=rooms', '?view=grid'])
    expect(buttons(await read(agenda + arrangement))).toContain('Follow Session PL-3: true')
  expect(await press(await read(), 'PL-3')).toBe(`${agenda}#pl-3`)
  expect(buttons(await read())).toContain('Follow Session PL-3: false')
})

test('what is on at the same time is said at both; of one that the page does not show, where it is', async () => {
  await press(await read(), 'PL-1')
  expect(clashes(await read())).toEqual([])
  await press(await read(), 'PL-2')
  expect(clashes(await read())).toEqual(['pl-1', 'pl-2'])
  const panels = await read(`${agenda}?kind=panel`)
  expect(clashes(panels)).toEqual(['pl-1'])
  expect(panels.querySelector('[data-agenda-of]')?.getAttribute('data-elsewhere')).toBe(
    'PL-2 1666081800000 1666085400000',
  )
})

test('the public agenda is the same for everybody, and leaves it to their device', async () => {
  const page = await read(agenda, '')
  expect(buttons(page)).toEqual([])
  const here = page.querySelector('[data-agenda-of]')!
  expect(here.hasAttribute('data-on-device')).toBe(true)
  expect(here.textContent).toBe('What you follow is kept on this device alone: My agenda')
  const { text, headers } = await house.http.get(agenda).expect(200)
  expect(headers['cache-control']).toBe('public, no-cache')
  expect((await house.http.get(agenda).set('user-agent', 'Another').expect(200)).text).toBe(text)
})

test('one begins to follow neither what is cancelled nor what was superseded, but can leave it', async () => {
  await house.cancel('PL-1')
  await house.cancel('PL-3')
  await house.publish('Rev.1')
  expect(buttons(await read())).toEqual(['Follow Session PL-1: true', 'Follow Session PL-2: true'])
  expect(clashes(await read())).toEqual([])
  expect(buttons(await read(`/en/${house.meeting.slug}/releases/rev.1`))).toHaveLength(2)
  expect(buttons(await read(`/en/${house.meeting.slug}/releases/draft`))).toEqual([])
})
