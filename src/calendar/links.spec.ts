import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { agendaView, attendEntry, closedEntry, programmeEntry, said } from '../../test/builders/agenda-view.ts'
import { addLinks, subscribeLinks } from './links.ts'

const baseUrl = new URL('https://plenary.example.org')
const paramsOf = (link: string): Record<string, string> => Object.fromEntries(new URL(link).searchParams)

describe('adding one session', () => {
  const entry = attendEntry({ title: said('Data & migration: 50% + more'), abstract: said('One.\nTwo #2?') })
  const links = addLinks(agendaView({ entries: [entry] }), entry, baseUrl)

  test('Google gets wall-clock times and the zone of the meeting', () => {
    expect(links.google).toMatch(/^https:\/\/calendar\.google\.com\/calendar\/render\?action=TEMPLATE&/)
    expect(paramsOf(links.google)).toEqual({
      action: 'TEMPLATE',
      text: 'Data & migration: 50% + more',
      dates: '20221018T100000/20221018T111500',
      ctz: 'Europe/Zurich',
      details:
        'One.\nTwo #2?\n\nhttps://plenary.example.org/en/unnm-annual-meeting-4/sessions/PL-1/join\n' +
        'https://plenary.example.org/en/unnm-annual-meeting-4/sessions/PL-1',
      location:
        'Room XVII, Building E, first floor, Palais des Nations, Avenue de la Paix 14, 1211 Geneva 10, Switzerland',
    })
  })

  test.each([
    ['outlook', 'outlook.live.com'],
    ['office365', 'outlook.office.com'],
  ] as const)('%s gets UTC', (house, host) => {
    const link = new URL(links[house])
    expect([link.host, link.pathname]).toEqual([host, '/calendar/action/compose'])
    expect(paramsOf(link.href)).toMatchObject({
      rru: 'addevent',
      subject: 'Data & migration: 50% + more',
      startdt: '2022-10-18T08:00:00Z',
      enddt: '2022-10-18T09:15:00Z',
    })
  })

  test('a space is %20, never +', () => {
    for (const link of Object.values(links)) expect(link).not.toContain('+')
  })

  test('past midnight ends on the next day', () => {
    const late = attendEntry({ from: '2022-10-18T22:00', to: '2022-10-19T00:30' })
    expect(paramsOf(addLinks(agendaView({ entries: [late] }), late, baseUrl).google)['dates']).toBe(
      '20221018T220000/20221019T003000',
    )
  })

  test('the way to join is for those who may attend', () => {
    const other = programmeEntry()
    for (const link of Object.values(addLinks(agendaView({ entries: [other] }), other, baseUrl)))
      expect(decodeURIComponent(link)).not.toContain('/join')
  })

  test('a closed entry has no address of its own', () => {
    const closed = closedEntry()
    expect(paramsOf(addLinks(agendaView({ entries: [closed] }), closed, baseUrl).google)).toMatchObject({
      text: 'Closed meeting',
      details: '',
    })
  })

  test('however long the words, under 2,000 characters and with the way to our page', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 400, size: 'max' }),
        fc.string({ unit: 'grapheme', maxLength: 5000, size: 'max' }),
        (title, abstract) => {
          const long = attendEntry({ title: said(title), abstract: said(abstract) })
          for (const link of Object.values(addLinks(agendaView({ entries: [long] }), long, baseUrl))) {
            expect(link.length).toBeLessThan(2000)
            const { details, body } = paramsOf(link)
            expect((details ?? body)?.endsWith('/en/unnm-annual-meeting-4/sessions/PL-1')).toBe(true)
          }
        },
      ),
      { numRuns: 60 },
    )
  })
})

test('subscribing: webcal for devices and Google, https for Outlook', () => {
  expect(subscribeLinks(new URL('https://plenary.example.org/feeds/s3cret.ics'), 'My sessions')).toEqual({
    https: 'https://plenary.example.org/feeds/s3cret.ics',
    webcal: 'webcal://plenary.example.org/feeds/s3cret.ics',
    google: 'https://calendar.google.com/calendar/r?cid=webcal%3A%2F%2Fplenary.example.org%2Ffeeds%2Fs3cret.ics',
    outlook:
      'https://outlook.live.com/calendar/0/addfromweb?url=https%3A%2F%2Fplenary.example.org%2Ffeeds%2Fs3cret.ics&name=My%20sessions',
    office365:
      'https://outlook.office.com/calendar/0/addfromweb?url=https%3A%2F%2Fplenary.example.org%2Ffeeds%2Fs3cret.ics&name=My%20sessions',
  })
})
