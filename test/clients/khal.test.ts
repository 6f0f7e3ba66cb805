import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { CalendarHouse, type Attendee } from '../builders/calendar-house.ts'
import { program, withProgram } from './programs.ts'

const execute = promisify(execFile)
const both = program('vdirsyncer') && program('khal')

/** A desk with the two programs on it. */
class Desk {
  readonly home = mkdtempSync(join(tmpdir(), 'plenary-khal-'))

  // Never synchronously: the server they ask is in this process.
  private async run(name: string, ...args: string[]): Promise<string> {
    const { home } = this
    const { stdout, stderr } = await execute(name, args, {
      encoding: 'utf8',
      timeout: 30_000,
      env: {
        PATH: process.env['PATH'],
        HOME: home,
        XDG_CONFIG_HOME: `${home}/config`,
        XDG_DATA_HOME: `${home}/data`,
        XDG_CACHE_HOME: `${home}/cache`,
        LANG: 'C.UTF-8',
        LC_ALL: 'C.UTF-8',
        TZ: 'Africa/Nairobi', // a reader in another zone
      },
    })
    return stdout + stderr
  }

  sync(): Promise<string> {
    return this.run('vdirsyncer', 'sync')
  }

  async list(day: string): Promise<string[]> {
    return (
      await this.run(
        'khal',
        'list',
        day,
        '1d',
        '--format',
        '{start-time} {end-time} {title} [{status}]',
        '--day-format',
        '',
      )
    )
      .split('\n')
      .filter(Boolean)
      .map((line) => line.replace(' ]', ']')) // khal puts a space after each status
  }

  /** How many events the folder holds, each in a file of its own. */
  events(): number {
    return readdirSync(join(this.home, 'calendar')).length
  }

  /** Takes a file in, over what it has under the same UIDs. */
  async takeIn(ics: string): Promise<void> {
    writeFileSync(join(this.home, 'taken.ics'), ics)
    await this.run('khal', 'import', '--batch', '-a', 'plenary', join(this.home, 'taken.ics'))
  }

  async subscribe(address: string): Promise<void> {
    const { home } = this
    for (const folder of ['config/vdirsyncer', 'config/khal', 'calendar'])
      mkdirSync(join(home, folder), { recursive: true })
    writeFileSync(
      join(home, 'config/vdirsyncer/config'),
      `[general]\nstatus_path = "${home}/status"\n[pair plenary]\na = "there"\nb = "here"\ncollections = null\n` +
        `[storage there]\ntype = "http"\nurl = "${address}"\n` +
        `[storage here]\ntype = "filesystem"\npath = "${home}/calendar"\nfileext = ".ics"\n`,
    )
    writeFileSync(
      join(home, 'config/khal/config'),
      `[calendars]\n[[plenary]]\npath = ${home}/calendar\n[locale]\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\n` +
        'longdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n' +
        'local_timezone = Africa/Nairobi\ndefault_timezone = Africa/Nairobi\n',
    )
    await this.run('vdirsyncer', 'discover')
  }

  clear(): void {
    rmSync(this.home, { recursive: true, force: true })
  }
}

withProgram('vdirsyncer with khal', both, () => {
  let house: CalendarHouse
  let ana: Attendee
  let desk: Desk

  beforeAll(async () => {
    desk = new Desk()
    house = await CalendarHouse.open()
    const root = `/en/${house.meeting.slug}`
    for (const [code, at, to] of [
      ['PL-1', '10:00', '11:00'],
      ['PL-2', '14:00', '15:00'],
      ['PL-3', '16:00', '17:00'],
      ['PL-4', '17:00', '18:00'],
    ] as const)
      await house.session(code, { at, to })
    await house.publish('Draft')
    ana = await house.attendee()
    const press = (path: string, form: Record<string, string> = {}) =>
      house.http.post(`${root}${path}`).set('cookie', ana.cookie).type('form').send(form).expect(303)
    for (const code of ['PL-1', 'PL-2', 'PL-3']) await press(`/sessions/${code}/follow`)
    await press('/me/calendar', { carries: 'follow', language: 'en' })
    const { text } = await house.http.get(`${root}/me/calendar`).set('cookie', ana.cookie)
    await desk.subscribe(house.app.url + /\/feeds\/[\w-]+\.ics/.exec(text)![0])
  })

  afterAll(() => desk.clear())

  test('a delegate following three sessions sees them in their own zone', async () => {
    await desk.sync()
    expect(await desk.list('2022-10-18')).toEqual([
      '11:00 12:00 Session PL-1 [TENTATIVE]',
      '15:00 16:00 Session PL-2 [TENTATIVE]',
      '17:00 18:00 Session PL-3 [TENTATIVE]',
    ])
    expect(desk.events()).toBe(3)
  })

  test('a revision arrives: moved, retitled, cancelled, each there once', async () => {
    house.app.clock.set('2022-10-07T08:00:00Z')
    await house.edit('PL-1', { start: Temporal.PlainTime.from('12:00'), end: Temporal.PlainTime.from('13:00') })
    await house.edit('PL-2', { title: { en: 'The second, retitled: naïve, “quoted”; 日本' } })
    await house.cancel('PL-3')
    await house.publish('Rev.1')
    await desk.sync()
    expect(await desk.list('2022-10-18')).toEqual([
      '13:00 14:00 Session PL-1 [CONFIRMED]',
      '15:00 16:00 The second, retitled: naïve, “quoted”; 日本 [CONFIRMED]',
      '17:00 18:00 Cancelled: Session PL-3 [CANCELLED]',
    ])
    expect(desk.events()).toBe(3)
  })

  test('nothing new is nothing to sync', async () => {
    expect(await desk.sync()).not.toMatch(/Copying|Deleting/)
  })

  test('what may no longer be seen leaves', async () => {
    await house.restrict('PL-2', { attend: 'constituencies', constituencies: ['member-state'], show: 'unlisted' })
    await desk.sync()
    expect(await desk.list('2022-10-18')).toEqual([
      '13:00 14:00 Session PL-1 [CONFIRMED]',
      '17:00 18:00 Cancelled: Session PL-3 [CANCELLED]',
    ])
  })
})

withProgram('vdirsyncer with khal, subscribed to the calendar of all meetings', both, () => {
  let house: CalendarHouse
  let second: CalendarHouse
  let desk: Desk

  beforeAll(async () => {
    desk = new Desk()
    house = await CalendarHouse.open()
    await house.session('PL-1')
    await house.publish('Draft')
    // A month after the one in Geneva.
    const timeZone = 'America/New_York'
    second = await house.another({ slug: 'second-meeting', timeZone, shortTitle: { en: 'New York' } })
    await second.session('NY-1', { at: '09:00', to: '10:00', title: { en: 'In New York' } })
    await second.session('NY-2', { at: '23:30', to: '23:59', title: { en: 'Late, over there' } })
    await second.publish('Draft')
    const ana = await house.attendee()
    await second.registers(ana.person)
    const form = { carries: 'attend', language: 'en' }
    await house.http.post('/en/me/calendar').set('cookie', ana.cookie).type('form').send(form).expect(303)
    const { text } = await house.http.get('/en/me/calendar').set('cookie', ana.cookie)
    await desk.subscribe(house.app.url + /\/feeds\/[\w-]+\.ics/.exec(text)![0])
  })

  afterAll(() => desk.clear())

  test('the sessions of both stand there in the zone of the reader', async () => {
    await desk.sync()
    expect(await desk.list('2022-10-18')).toEqual([
      '11:00 12:00 Session PL-1 [TENTATIVE]',
      '16:00 17:00 In New York [TENTATIVE]',
    ])
    expect(await desk.list('2022-10-19')).toEqual(['06:30 06:59 Late, over there [TENTATIVE]'])
    expect(desk.events()).toBe(3)
  })

  test('a release in one of them arrives, each change once, and the other stays as it was', async () => {
    house.app.clock.set('2022-10-07T08:00:00Z')
    await second.edit('NY-1', { start: Temporal.PlainTime.from('11:00'), end: Temporal.PlainTime.from('12:00') })
    await second.cancel('NY-2')
    await second.session('NY-3', { at: '14:00', to: '15:00', title: { en: 'New in New York' } })
    await second.publish('Rev.1')
    const done = await desk.sync()
    // vdirsyncer names events by what is in them: one that changed goes and comes again. What did not change it leaves alone.
    expect([done.match(/Deleting/g)?.length, done.match(/Copying/g)?.length]).toEqual([2, 3])
    expect(await desk.list('2022-10-18')).toEqual([
      '11:00 12:00 Session PL-1 [TENTATIVE]',
      '18:00 19:00 In New York [CONFIRMED]',
      '21:00 22:00 New in New York [CONFIRMED]',
    ])
    expect(await desk.list('2022-10-19')).toEqual(['06:30 06:59 Cancelled: Late, over there [CANCELLED]'])
    expect(desk.events()).toBe(4)
    expect(await desk.sync()).not.toMatch(/Copying|Deleting/)
  })
})

withProgram('khal, which goes by UID when it takes a file in', both, () => {
  test('a file taken in again after a release changes the events it brought, and brings none twice', async () => {
    const desk = new Desk()
    onTestFinished(() => desk.clear())
    const house = await CalendarHouse.open()
    await house.session('PL-1')
    await house.session('PL-2', { at: '14:00', to: '15:00' })
    await house.publish('Draft')
    const agenda = `/en/${house.meeting.slug}/agenda.ics`
    await desk.subscribe(house.app.url + agenda)
    await desk.takeIn((await house.http.get(agenda)).text)
    house.app.clock.set('2022-10-07T08:00:00Z')
    await house.edit('PL-1', { start: Temporal.PlainTime.from('12:00'), end: Temporal.PlainTime.from('13:00') })
    await house.publish('Rev.1')
    await desk.takeIn((await house.http.get(agenda)).text)
    expect(await desk.list('2022-10-18')).toEqual([
      '13:00 14:00 Session PL-1 [CONFIRMED]',
      '15:00 16:00 Session PL-2 [CONFIRMED]',
    ])
    expect(desk.events()).toBe(2)
  })
})
