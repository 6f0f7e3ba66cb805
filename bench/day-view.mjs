// How smooth the desk's day view is with 500 sessions in 20 rooms: `npm run bench:desk`. A browser of its own, loopback only.
//
// It is judged twice. By work: the CPU time of each task of the page's main thread, which is what a frame would have to wait
// for; other work on the machine lengthens it little. By the clock: the time between two animation frames, as somebody would
// see it on this machine at this moment. What is printed is the worst of all rounds.
import { readFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { chromium } from 'playwright-core'
import { loadLargeMeeting } from './large-meeting.mjs'
import { organiser } from './organiser.mjs'
import { startPlenary } from './plenary.mjs'

const ROOT = dirname(import.meta.dirname)
const ROUNDS = Number(process.env.ROUNDS ?? 3)
/** A frame that takes longer is one that people see. */
const SMOOTH = 50
/** What follows a step by itself belongs to it. */
const SETTLE = 500
const CATEGORIES = ['toplevel', 'devtools.timeline']

const MEETINGS = [
  { slug: 'bench-five-days', sessions: 500, rooms: 20, days: 5, name: 'five days' },
  { slug: 'bench-one-day', sessions: 500, rooms: 20, days: 1, name: 'all on one day' },
]

/** Runs in the page, before anything else: when each animation frame came. */
const watch = () => {
  globalThis.frameTimes = []
  const tick = (now) => {
    globalThis.frameTimes.push(now)
    requestAnimationFrame(tick)
  }
  requestAnimationFrame(tick)
}

/** What a person does; each begins where the one before has led. */
const STEPS = [
  ['opens the day view', async ({ page, desk }) => page.goto(`${desk}/agenda`)],
  [
    'scrolls down and back',
    async ({ page }) => {
      await page.mouse.move(700, 500)
      await wheel(page, 0, 240, 20)
      await wheel(page, 0, -240, 20)
    },
  ],
  [
    'scrolls the plan, both ways',
    async ({ page }) => {
      await page.locator('.plan-frame').scrollIntoViewIfNeeded()
      const box = await page.locator('.plan-frame').boundingBox()
      await page.mouse.move(box.x + box.width / 2, box.y + Math.min(box.height / 2, 300))
      await wheel(page, 180, 0, 12)
      await wheel(page, 0, 240, 12)
      await wheel(page, -180, -240, 12)
    },
  ],
  [
    'goes on by keyboard',
    async ({ page }) => {
      await page.locator('.plan-frame').focus()
      for (let press = 0; press < 10; press++) await page.keyboard.press('ArrowDown')
      for (let press = 0; press < 60; press++) await page.keyboard.press('Tab')
      await page.keyboard.press('PageDown')
      await page.keyboard.press('End')
      await page.keyboard.press('Home')
    },
  ],
  ['makes the window narrower, and wide', async ({ page }) => narrowTo(page, 1000)],
  [
    'opens a session',
    async ({ page }) => {
      await page.locator('.entry h3 a').nth(8).click()
      await page.locator('form[data-live]').waitFor()
    },
  ],
  ['changes its time, with warnings', async ({ page }) => typeTimes(page)],
  [
    'moves it, beside the plan',
    async ({ page, desk }) => {
      await page.goto(`${desk}/agenda/LM-9/move`)
      await page.locator('form[data-live]').waitFor()
    },
  ],
  ['changes the time there', async ({ page }) => typeTimes(page)],
  ['narrow as a tablet, and wide', async ({ page }) => narrowTo(page, 800)],
]

const narrowTo = async (page, width) => {
  await resize(page, width)
  await wait(200)
  await resize(page, 1280)
  await wait(200)
}

const resize = async (page, width) => {
  const window = await page.context().newCDPSession(page)
  const { windowId } = await window.send('Browser.getWindowForTarget')
  await window.send('Browser.setWindowBounds', { windowId, bounds: { width, height: 900 } })
  await window.detach()
}

const wheel = async (page, x, y, times) => {
  for (let turn = 0; turn < times; turn++) {
    await page.mouse.wheel(x, y)
    await wait(30)
  }
}

/** Types two other times; the warnings of each come by themselves. */
const typeTimes = async (page) => {
  const start = page.locator('form[data-live] input[name="start"]').first()
  for (const time of ['07:15', '10:45', '19:00']) {
    const answered = page.waitForResponse((response) => response.url().includes('/warnings'))
    await start.fill(time)
    await answered
    await wait(150)
  }
}

/** CPU time (ms) of each task of the page's main thread; what the bench asks by the debugger is no work of the page. */
const workOf = (trace) => {
  const events = JSON.parse(trace.toString()).traceEvents
  const mains = events.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
  const works = mains.map((main) => {
    const own = events.filter(({ ph, pid, tid, tdur }) => ph === 'X' && pid === main.pid && tid === main.tid && tdur)
    const asked = own.filter(
      ({ args }) => args?.chrome_mojo_event_info?.mojo_interface_tag === 'blink.mojom.DevToolsSession',
    )
    return own
      .filter(({ name }) => name.endsWith('RunTask'))
      .map(({ ts, dur, tdur }) => {
        const inside = asked.filter((one) => one.ts >= ts && one.ts <= ts + dur)
        return (tdur - inside.reduce((sum, one) => sum + one.tdur, 0)) / 1000
      })
  })
  const sumOf = (tasks) => tasks.reduce((sum, one) => sum + one, 0)
  return works.toSorted((a, b) => sumOf(b) - sumOf(a))[0] ?? []
}

/** Does every step once, in a window of its own; adds what it took to what was seen. */
const round = async (browser, { site, slug, cookie }, seen) => {
  const context = await browser.newContext({ viewport: null })
  const [name, value] = cookie.split('=')
  await context.addCookies([{ name, value, url: site }])
  const page = await context.newPage()
  await page.addInitScript(watch)
  // The first page of a process also loads its fonts, whatever it shows.
  await page.goto(`${site}/en`)
  const desk = `${site}/en/desk/${slug}`
  for (const [step, act] of STEPS) {
    await page.evaluate(() => globalThis.frameTimes.splice(0))
    await browser.startTracing(page, { categories: CATEGORIES })
    await act({ page, desk })
    await wait(SETTLE)
    const trace = await browser.stopTracing()
    const times = await page.evaluate(() => globalThis.frameTimes)
    const { work, clock } = seen.get(step)
    work.push(...workOf(trace))
    clock.push(...times.slice(1).map((time, index) => time - times[index]))
  }
  await context.close()
}

const at = (values, share) => values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * share)] ?? 0
const figures = (values) =>
  `${[1, 0.99].map((share) => at(values, share).toFixed(0).padStart(7)).join('')}${String(values.filter((one) => one > SMOOTH).length).padStart(9)}`

const print = (name, seen) => {
  console.log(`\n500 sessions in 20 rooms, ${name}; ${ROUNDS} rounds, in ms`)
  console.log(`${''.padEnd(44)}CPU of a task            between two frames`)
  console.log(`${''.padEnd(36)}longest   99 %  over ${SMOOTH}    longest   99 %  over ${SMOOTH}`)
  for (const [step, { work, clock }] of seen)
    console.log(`${step.padEnd(36)}${figures(work)}    ${figures(clock)} of ${clock.length}`)
}

const sample = JSON.parse(await readFile(join(ROOT, 'samples/meeting-future.json'), 'utf8'))
const folder = await mkdtemp(join(tmpdir(), 'plenary-desk-'))
const dataDir = join(folder, 'data')
try {
  const plenary = await startPlenary(dataDir)
  const [{ withApp }, { settingsFrom }] = await Promise.all([
    import('../dist/cli/with-app.js'),
    import('../dist/platform/config/settings.js'),
  ])
  const cookie = await withApp(settingsFrom({ DATA_DIR: dataDir, LOG_LEVEL: 'silent' }), async (app) => {
    for (const meeting of MEETINGS) await loadLargeMeeting(app, sample, meeting)
    return organiser(app)
  })
  const browser = await chromium.launch({
    // The whole of it, as people have it: without windows it is quicker.
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--window-size=1280,900'],
  })
  try {
    for (const { slug, name } of MEETINGS) {
      const seen = new Map(STEPS.map(([step]) => [step, { work: [], clock: [] }]))
      for (let turn = 0; turn < ROUNDS; turn++) await round(browser, { site: plenary.url, slug, cookie }, seen)
      print(name, seen)
    }
  } finally {
    await browser.close()
  }
  await plenary.stop()
} finally {
  await rm(folder, { recursive: true, force: true })
}
