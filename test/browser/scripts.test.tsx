import { beforeAll, describe, expect, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { KeepButton } from '../../src/calendar/add-to-calendar.tsx'
import { MyAgendaPage } from '../../src/reading/my-agenda-page.tsx'
import { LiveWarnings } from '../../src/desk/agenda/live-warnings.tsx'
import type { Locale } from '../../src/kernel/locale.ts'
import { translator } from '../../src/platform/i18n/i18n.ts'
import { Actions, Button, Form } from '../../src/ui/actions.tsx'
import { PageHead } from '../../src/ui/axis.tsx'
import { Clock, HiddenClock } from '../../src/ui/clock.tsx'
import { RadioChoices } from '../../src/ui/radio-choices.tsx'
import { Select } from '../../src/ui/select.tsx'
import { TextInput } from '../../src/ui/text-input.tsx'
import { agendaView, attendEntry, said } from '../builders/agenda-view.ts'
import { frameFor } from '../builders/frame.ts'
import { launchChromium, newPage, violations } from './chromium.ts'
import { servePages } from './sample-pages.tsx'

const at = (time: string): Temporal.ZonedDateTime => Temporal.ZonedDateTime.from(`2022-10-18T${time}[Europe/Zurich]`)

const states = [
  { value: 'ARG', label: 'Argentina', also: ['Argentine'] },
  { value: 'BOL', label: 'Bolivia (Plurinational State of)' },
  { value: 'CIV', label: 'Côte d’Ivoire', also: ['Ivory Coast'] },
  { value: 'CRI', label: 'Costa Rica' },
  { value: 'NLD', label: 'Netherlands (Kingdom of the)', also: ['Holland'] },
]

/** An agenda at a version, as far as it says which one. */
const version = (label: string, published: string) => (locale: Locale) => {
  const t = translator(locale)
  return {
    title: 'Agenda',
    scripts: ['last-look' as const],
    children: (
      <PageHead t={t} title="Agenda">
        <p
          hidden
          data-last-look="sample"
          data-label={label}
          data-published={published}
          data-changes={`/${locale}/sample/changes`}
          data-labels="Draft Rev.1"
        />
      </PageHead>
    ),
  }
}

const chosenFrom = agendaView({
  entries: [attendEntry({ code: 'PL-1' }), attendEntry({ code: 'PL-2', title: said('The second one') })],
})

const pages = {
  draft: version('Draft', '2022-09-26T08:00:00Z'),
  revised: version('Rev.1', '2022-10-07T08:00:00Z'),
  'revised-again': version('Rev.1', '2022-10-08T08:00:00Z'),
  /** Over midnight, in the night in which summer time ends, and on the day after. */
  night: (locale: Locale) => {
    const t = translator(locale)
    const moment = (text: string) => Temporal.ZonedDateTime.from(`${text}[Europe/Zurich]`)
    return {
      title: 'Agenda',
      scripts: ['own-time' as const],
      children: (
        <PageHead t={t} title="Agenda">
          <p class="quiet" data-own-zone>
            Geneva time. <a href="?zone=">Another time zone</a>
          </p>
          <Clock t={t} start={moment('2022-10-29T23:30')} end={moment('2022-10-30T02:30+01:00')} />
          <Clock t={t} start={moment('2022-10-30T10:00')} end={moment('2022-10-30T11:00')} />
        </PageHead>
      ),
    }
  },
  register: (locale: Locale) => {
    const t = translator(locale)
    return {
      title: 'Register',
      scripts: ['combobox' as const],
      children: (
        <>
          <PageHead t={t} title="Whom you represent" />
          <div class="axis">
            <Form method="get" action={`/${locale}/register`} class="form">
              <Select t={t} name="state" label="State" hint="Type to find it." blank="Choose" find options={states} />
              <TextInput t={t} name="title" label="Title" />
              <Actions>
                <Button>Continue</Button>
              </Actions>
            </Form>
          </div>
        </>
      ),
    }
  },
  doubtful: (locale: Locale) => {
    const t = translator(locale)
    return {
      title: 'A session',
      scripts: ['warnings' as const],
      children: (
        <Form action="/kept" live="/doubts" class="form">
          <TextInput t={t} name="title" label="Title" />
          <LiveWarnings t={t} />
          <Actions>
            <Button>Save</Button>
          </Actions>
        </Form>
      ),
    }
  },
  agenda: (locale: Locale) => {
    const t = translator(locale)
    return {
      title: 'Agenda',
      scripts: ['own-time' as const, 'now-next' as const],
      children: (
        <>
          <PageHead t={t} title="Agenda">
            <p class="quiet" data-own-zone>
              Geneva time. <a href="?zone=">Another time zone</a>
            </p>
          </PageHead>
          <section class="day" aria-labelledby="day-1">
            <h2 class="day-name" id="day-1">
              Tuesday 18 October
            </h2>
            <ol class="slots">
              <li class="slot">
                <article class="session">
                  <h3>
                    <Clock t={t} as="span" start={at('10:00')} end={at('11:15')} />
                    <a href="#x">Opening</a>
                  </h3>
                </article>
              </li>
              <li class="slot pause">
                <Clock t={t} start={at('11:15')} end={at('11:30')} />
                <p>Coffee break</p>
              </li>
              <li class="slot">
                <article class="session off">
                  <h3>
                    <Clock t={t} as="span" start={at('11:30')} end={at('12:00')} />
                    <a href="#x">Cancelled session</a>
                  </h3>
                </article>
              </li>
              <li class="slot">
                <Clock t={t} start={at('23:30')} end={at('23:45')}>
                  <small>2 in parallel</small>
                </Clock>
                <div class="parallel">
                  <article class="session">
                    <h3>
                      <HiddenClock t={t} start={at('23:30')} end={at('23:45')} />
                      <a href="#x">Panel A</a>
                    </h3>
                  </article>
                  <article class="session">
                    <h3>
                      <HiddenClock t={t} start={at('23:30')} end={at('23:45')} />
                      <a href="#x">Panel B</a>
                    </h3>
                  </article>
                </div>
              </li>
            </ol>
          </section>
        </>
      ),
    }
  },
  errors: (locale: Locale) => {
    const t = translator(locale)
    const errors = [{ name: 'badge', message: 'Say whether you hold a badge' }]
    return {
      title: 'Needs',
      errors,
      children: (
        <>
          <PageHead t={t} title="What you need" errors={errors} />
          <Form action="/en/errors" class="form">
            <TextInput t={t} name="name" label="Name" />
            <RadioChoices
              t={t}
              name="badge"
              label="Do you hold a badge?"
              error="Say whether you hold a badge"
              choices={[
                { value: 'yes', label: 'Yes' },
                { value: 'no', label: 'No' },
              ]}
            />
          </Form>
        </>
      ),
    }
  },
  // By the name of the meeting, which its form leads to.
  'unnm-annual-meeting-4': (locale: Locale) => ({
    title: 'My agenda',
    scripts: ['my-agenda' as const],
    children: (
      <MyAgendaPage
        frame={frameFor(chosenFrom, { t: translator(locale), locale })}
        chosen={[]}
        signedIn={false}
        saved={false}
        baseUrl={new URL('http://here')}
      />
    ),
  }),
  session: () => ({
    title: 'Session',
    scripts: ['my-agenda' as const],
    children: <KeepButton view={chosenFrom} entry={chosenFrom.days[0]!.sessions[1]!} />,
  }),
  review: (locale: Locale) => ({
    title: 'Review',
    desk: { sections: [] },
    scripts: ['keys' as const],
    children: (
      <>
        <PageHead t={translator(locale)} title="Director" />
        <Form method="get" action={`/${locale}/review`}>
          <TextInput t={translator(locale)} name="note" label="Note" />
          <Button name="do" value="confirm" keys="C">
            Verify and confirm
          </Button>
        </Form>
      </>
    ),
  }),
}

let browser: Browser
let url: string
beforeAll(async () => {
  browser = await launchChromium()
  url = await servePages(pages)
})

test('warnings that come while somebody goes on do not push away what they are at', async () => {
  const page = await newPage(browser, { viewport: { width: 400, height: 250 } })
  await page.route('**/doubts', (route) => route.fulfill({ body: '<p>In two places.</p>'.repeat(40) }))
  await page.goto(`${url}/en/doubtful`)
  await page.getByLabel('Title').fill('Opening')
  const save = page.getByRole('button', { name: 'Save' })
  await save.focus()
  const before = (await save.boundingBox())!
  await page.getByText('In two places.').first().waitFor({ state: 'attached' })
  await page.waitForTimeout(100)
  const after = (await save.boundingBox())!
  // Pages scroll by whole pixels.
  expect(Math.abs(after.y - before.y)).toBeLessThan(1)
})

describe('a State is found by typing', () => {
  test.each([
    ['cote', 'Côte d’Ivoire', 'CIV'],
    ['CÔTE', 'Côte d’Ivoire', 'CIV'],
    ['ivory', 'Côte d’Ivoire', 'CIV'],
    ['holland', 'Netherlands (Kingdom of the)', 'NLD'],
    ['plurinational', 'Bolivia (Plurinational State of)', 'BOL'],
  ])('%j finds %s', async (typed, name, code) => {
    const page = await newPage(browser)
    await page.goto(`${url}/en/register`)
    const box = page.getByRole('combobox', { name: 'State' })
    await box.fill(typed)
    await page.keyboard.press('ArrowDown')
    expect(await page.getByRole('option', { selected: true }).textContent()).toBe(name)
    await page.keyboard.press('Enter')
    expect(await box.inputValue()).toBe(name)
    await page.keyboard.press('Enter')
    await page.waitForURL(/state=/)
    expect(new URL(page.url()).searchParams.get('state')).toBe(code)
  })

  test('what is typed in full needs no choosing, and Escape takes nothing', async () => {
    const page = await newPage(browser)
    await page.goto(`${url}/en/register`)
    const box = page.getByRole('combobox', { name: 'State' })
    await box.fill('argentine')
    await page.keyboard.press('Escape')
    expect(await page.getByRole('listbox').isVisible()).toBe(false)
    await page.keyboard.press('Tab')
    expect(await box.inputValue()).toBe('Argentina')
    await box.fill('nowhere')
    expect(await page.getByRole('status').textContent()).toBe('Nothing found')
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.waitForURL(/state=/)
    expect(new URL(page.url()).searchParams.get('state')).toBe('')
  })

  test('the box is named and described like the list it stands for, open or closed without a flaw', async () => {
    const page = await newPage(browser)
    await page.goto(`${url}/fr/register`)
    expect(await violations(page)).toEqual([])
    const box = page.getByRole('combobox', { name: 'State' })
    expect(await box.getAttribute('aria-describedby')).toBe('state-hint')
    await box.fill('co')
    expect(await page.getByRole('status').textContent()).toBe('2 résultats')
    expect(await violations(page)).toEqual([])
    expect(await page.getByRole('listbox', { name: 'State' }).getByRole('option').allTextContents()).toEqual([
      'Côte d’Ivoire',
      'Costa Rica',
    ])
  })

  test('without script it is an ordinary list', async () => {
    const page = await newPage(browser, { javaScriptEnabled: false })
    await page.goto(`${url}/en/register`)
    await page.getByLabel('State').selectOption('Côte d’Ivoire')
    await page.getByRole('button', { name: 'Continue' }).click()
    expect(new URL(page.url()).searchParams.get('state')).toBe('CIV')
  })
})

describe('own time', () => {
  const heading = async (timezoneId: string, path = '/en/agenda'): Promise<string | null> => {
    const page = await newPage(browser, { timezoneId })
    await page.goto(url + path)
    return page.getByRole('heading', { level: 3 }).first().textContent()
  }

  test('stands below the meeting’s where it differs', async () => {
    expect(await heading('Africa/Nairobi')).toBe('10:00– to 11:15, Nairobi 11:00– to 12:15, Opening')
    expect(await heading('Africa/Algiers', '/fr/agenda')).toBe('10:00– à 11:15, Alger 09:00– à 10:15, Opening')
  })

  test('is not drawn where it is the same', async () => {
    expect(await heading('Europe/Zurich')).toBe('10:00– to 11:15, Opening')
    expect(await heading('Europe/Paris')).toBe('10:00– to 11:15, Opening')
  })

  test('names the day where it is another one, and whose time it is', async () => {
    const page = await newPage(browser, { timezoneId: 'Asia/Kolkata' })
    await page.goto(`${url}/en/agenda`)
    expect(await page.locator('.slot .clock').last().textContent()).toContain('Wed 03:00')
    expect(await page.locator('[data-own-zone]').textContent()).toBe(
      'Geneva time. Below it yours, Kolkata (UTC+5:30). Another time zone',
    )
    expect(await violations(page)).toEqual([])
  })

  test('is remembered on the device once chosen', async () => {
    const page = await newPage(browser)
    await page.goto(`${url}/en/agenda?zone=America/New_York`)
    await page.goto(`${url}/en/agenda`)
    expect(await page.getByRole('heading', { level: 3 }).first().textContent()).toContain('New York 04:00')
  })
})

describe('own time in the night in which the clocks change', () => {
  const times = async (timezoneId: string) => {
    const page = await newPage(browser, { timezoneId })
    await page.goto(`${url}/en/night`)
    return {
      own: await page.locator('.own').allTextContents(),
      line: await page.locator('[data-own-zone]').textContent(),
    }
  }

  test('says the weekday where the day turns, before it or within', async () => {
    const { own, line } = await times('Europe/London')
    expect(own).toEqual([', London 22:30– to Sun 01:30', ', London 09:00– to 10:00'])
    // Both offsets: neither would be true of all.
    expect(line).toContain('London (UTC+1 / UTC)')
  })

  test('is right where the clocks stay', async () => {
    const { own, line } = await times('Asia/Kolkata')
    expect(own).toEqual([', Kolkata Sun 03:00– to 07:00', ', Kolkata 14:30– to 15:30'])
    expect(line).toContain('Kolkata (UTC+5:30)')
  })
})

describe('what changed since one last looked', () => {
  const said = (page: Page) => page.locator('[data-last-look]')

  test('is said once there is another version, with the way to what is different', async () => {
    const page = await newPage(browser)
    await page.clock.install({ time: '2022-10-01T10:00:00Z' })
    await page.goto(`${url}/en/draft`)
    await page.goto(`${url}/en/draft`)
    expect(await said(page).isVisible()).toBe(false)
    await page.goto(`${url}/en/revised`)
    await page.reload()
    expect(await said(page).textContent()).toBe(
      'The agenda has changed since you last looked, on 1 October (Draft). See what changed',
    )
    expect(await said(page).getByRole('link').getAttribute('href')).toBe('/en/sample/changes?from=Draft')
    expect(await page.context().cookies()).toEqual([])
    expect(await violations(page)).toEqual([])
  })

  test('is said too where the version kept its label', async () => {
    const page = await newPage(browser)
    await page.goto(`${url}/en/revised`)
    await page.goto(`${url}/en/revised-again`)
    expect(await said(page).getByRole('link').getAttribute('href')).toBe('/en/sample/changes')
  })

  test('is not said where the device may not remember', async () => {
    const page = await newPage(browser)
    await page.addInitScript(() =>
      Object.defineProperty(globalThis, 'localStorage', {
        get: () => {
          throw new Error('no')
        },
      }),
    )
    await page.goto(`${url}/en/draft`)
    await page.goto(`${url}/en/revised`)
    expect(await said(page).isVisible()).toBe(false)
  })
})

describe('now and next', () => {
  const open = async (now: string) => {
    const page = await newPage(browser)
    await page.clock.install({ time: now })
    await page.goto(`${url}/en/agenda`)
    return page
  }

  test('are said in the headings, and the page leads to now', async () => {
    const page = await open('2022-10-18T10:10:00+02:00')
    expect(await page.getByRole('heading', { level: 3 }).first().textContent()).toBe('10:00– to 11:15, Now, Opening')
    expect(await page.locator('.slot .clock').last().textContent()).toContain('Next')
    await page.getByRole('link', { name: 'Go to now, 10:10' }).click()
    expect(page.url()).toContain('#now')
    expect(await violations(page)).toEqual([])
  })

  test('move on by themselves; a pause can be now but not next, a cancelled session neither', async () => {
    const page = await open('2022-10-18T11:14:50+02:00')
    await page.clock.runFor(60_000)
    expect(await page.locator('.slot.now').textContent()).toContain('Coffee break')
    expect(await page.locator('[data-mark="next"]').count()).toBe(1)
    expect(await page.locator('.slot.pause [data-mark="next"], .off [data-mark]').count()).toBe(0)
  })

  test('say nothing weeks before', async () => {
    const page = await open('2022-09-27T10:00:00+02:00')
    expect(await page.locator('[data-mark]').count()).toBe(0)
  })
})

test('a form that comes back has the focus on what is wrong, and leads into the field', async () => {
  const page = await newPage(browser)
  await page.goto(`${url}/en/errors`)
  expect(await page.evaluate('document.activeElement.className')).toBe('errors')
  await page.getByRole('link', { name: 'Say whether you hold a badge' }).click()
  expect(await page.evaluate('document.activeElement.id')).toBe('badge')
  expect(await violations(page)).toEqual([])
})

test('a key presses its button, but not while one types', async () => {
  const page = await newPage(browser)
  await page.goto(`${url}/en/review`)
  await page.getByLabel('Note').pressSequentially('cc')
  expect(page.url()).not.toContain('?')
  await page.getByRole('heading', { level: 1 }).click()
  await page.keyboard.press('c')
  await page.waitForURL(/do=confirm/)
})

describe('an agenda of one’s own, without an account', () => {
  const query = (address: string): string => decodeURIComponent(new URL(address).search)
  const chosen = (page: Page): Promise<string | null> =>
    page.evaluate(() => localStorage.getItem('plenary-agenda-unnm-annual-meeting-4'))

  let mine: string
  beforeAll(() => {
    mine = `${url}/en/unnm-annual-meeting-4/my-agenda`
  })

  test('what was chosen is there again on this device; the choice of somebody else takes its place only when asked to', async () => {
    const page = await newPage(browser)
    await page.goto(`${mine}`)
    await page.getByLabel('Opening of the meeting').check()
    await page.getByRole('button', { name: 'Show my agenda' }).click()
    await page.waitForURL('**?session=PL-1')
    await page.goto(`${mine}`)
    await page.waitForURL('**?session=PL-1')
    const other = page.getByText('This choice is not kept on this device.')
    expect(await other.isVisible()).toBe(false)
    await page.goto(`${mine}?session=PL-2`)
    await other.waitFor()
    expect(await chosen(page)).toBe('["PL-1"]')
    await page.getByRole('button', { name: 'Keep this one here' }).click()
    await other.waitFor({ state: 'hidden' })
    expect(await chosen(page)).toBe('["PL-2"]')
    await page.getByRole('button', { name: 'Show my agenda' }).click()
    expect(query(page.url())).toBe('')
    expect(await chosen(page)).toBe('[]')
  })

  test('a session is followed and left by its button', async () => {
    const page = await newPage(browser)
    await page.goto(`${url}/en/session`)
    await page.getByRole('button', { name: 'Follow on this device' }).click()
    expect(await chosen(page)).toBe('["PL-2"]')
    await page.getByRole('link', { name: 'My agenda' }).waitFor()
    await page.getByRole('button', { name: 'Unfollow' }).click()
    expect(await chosen(page)).toBe('[]')
  })
})
