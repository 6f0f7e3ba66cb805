import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CalendarHouse, type Attendee } from '../builders/calendar-house.ts'
import { program, withProgram } from './programs.ts'

const execute = promisify(execFile)
const both = program('vdirsyncer') && program('khal')

withProgram('vdirsyncer with khal', both, () => {
  let house: CalendarHouse
  let ana: Attendee
  let home: string

  // Never synchronously: the server they ask is in this process.
  const run = async (name: string, ...args: string[]): Promise<string> => {
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
  const sync = (): Promise<string> => run('vdirsyncer', 'sync')
  const list = async (day: string): Promise<string[]> =>
    (await run('khal', 'list', day, '1d', '--format', '{start-time} {end-time} {title} [{status}]', '--day-format', ''))
      .split('\n')
      .filter(Boolean)
      .map((line) => line.replace(' ]', ']')) // khal puts a space after each status

  const subscribe = async (address: string): Promise<void> => {
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
    await run('vdirsyncer', 'discover')
  }

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'plenary-khal-'))
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
    await subscribe(house.app.url + /\/feeds\/[\w-]+\.ics/.exec(text)![0])
  })

  afterAll(() => rmSync(home, { recursive: true, force: true }))

  test('a delegate following three sessions sees them in their own zone', async () => {
    await sync()
    expect(await list('2022-10-18')).toEqual([
      '11:00 12:00 Session PL-1 [TENTATIVE]',
      '15:00 16:00 Session PL-2 [TENTATIVE]',
      '17:00 18:00 Session PL-3 [TENTATIVE]',
    ])
    expect(readdirSync(join(home, 'calendar'))).toHaveLength(3)
  })

  test('a revision arrives: moved, retitled, cancelled, each there once', async () => {
    house.app.clock.set('2022-10-07T08:00:00Z')
    await house.edit('PL-1', { start: Temporal.PlainTime.from('12:00'), end: Temporal.PlainTime.from('13:00') })
    await house.edit('PL-2', { title: { en: 'The second, retitled: naïve, “quoted”; 日本' } })
    await house.cancel('PL-3')
    await house.publish('Rev.1')
    await sync()
    expect(await list('2022-10-18')).toEqual([
      '13:00 14:00 Session PL-1 [CONFIRMED]',
      '15:00 16:00 The second, retitled: naïve, “quoted”; 日本 [CONFIRMED]',
      '17:00 18:00 Cancelled: Session PL-3 [CANCELLED]',
    ])
    expect(readdirSync(join(home, 'calendar'))).toHaveLength(3)
  })

  test('nothing new is nothing to sync', async () => {
    expect(await sync()).not.toMatch(/Copying|Deleting/)
  })

  test('what may no longer be seen leaves', async () => {
    await house.restrict('PL-2', { attend: 'constituencies', constituencies: ['member-state'], show: 'unlisted' })
    await sync()
    expect(await list('2022-10-18')).toEqual([
      '13:00 14:00 Session PL-1 [CONFIRMED]',
      '17:00 18:00 Cancelled: Session PL-3 [CANCELLED]',
    ])
  })
})
