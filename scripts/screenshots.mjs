// Takes every page in three languages, at the width of a phone and of a desk, light and dark, into screenshots/.
//
//   npm run screenshots                     starts a server of its own, with the sample meetings, on an empty data folder
//   npm run screenshots -- agenda me        only the pages whose name begins so
//   BASE_URL=https://… npm run screenshots  takes them of a server that runs; signed-in pages need COOKIE and DESK_COOKIE
//                                           (as browsers send them: `name=value`) unless it is a development install
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { chromium } from 'playwright-core'
import { whereChromium } from '../test/browser/where-chromium.ts'

const root = dirname(import.meta.dirname)
const target = join(root, 'screenshots')
/** Every page: its name, its path after the language, and who looks. The browser tests visit the same. */
const PAGES = JSON.parse(readFileSync(join(root, 'scripts/pages.json'), 'utf8'))

/** A sample participant with confirmed places, and somebody who has only proved an address. */
const PARTICIPANT = 'regional-data-officer@international-organization-for-migration.example.org'
/** Who speaks for a sample delegation. */
const FOCAL_POINT = 'permanent-mission@ecuador.example.org'
const NEWCOMER = 'newcomer@mission.example.org'
/** Somebody who has filled in the form and not sent it, and somebody whose code is on its way. */
const APPLICANT = 'applicant@mission.example.org'
const ASKER = 'asker@mission.example.org'

/** A table, as a person would choose it. */
const asFile = (text) => ({ name: 'sessions.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })

const LOCALES = ['en', 'fr', 'es']
const WIDTHS = [360, 1280]
const SCHEMES = ['light', 'dark']

/** Starts Plenary on an empty folder; answers its address, the organiser's one-time link, and how to end it. */
const startOwn = () =>
  new Promise((ready, fail) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'plenary-screenshots-'))
    const env = { ...process.env, PORT: process.env.PORT ?? '0', DATA_DIR: dataDir }
    delete env.DATABASE_URL
    const server = spawn(process.execPath, [join(root, 'dist/main.js')], { env, stdio: ['ignore', 'pipe', 'inherit'] })
    const stop = () =>
      new Promise((stopped) => {
        server.once('exit', () => {
          rmSync(dataDir, { recursive: true, force: true })
          stopped()
        })
        server.kill('SIGTERM')
      })
    let invitation
    createInterface(server.stdout).on('line', (line) => {
      invitation ??= /https?:\/\/\S+\/invitations\/\S+/.exec(line)?.[0]
      const address = /^Plenary is ready at (\S+)$/.exec(line)?.[1]
      if (address) ready({ address, invitation, stop })
    })
    server.once('exit', (code) => fail(new Error(`The server ended with ${code} before it was ready.`)))
  })

/** The newest mail that the outbox holds for an address, as text. */
const newestMail = async (page, address, to) => {
  await page.goto(`${address}/en/outbox`)
  const mail = page.locator('tbody tr', { hasText: to }).first().locator('th a')
  const href = await mail.getAttribute('href')
  await page.goto(address + href)
  return (await page.locator('pre').textContent()) ?? ''
}

const codeIn = (text) => {
  const code = /\b(\d{4})[ \u00a0\u202f]?(\d{4})\b/.exec(text)
  if (!code) throw new Error('The mail holds no code.')
  return code[1] + code[2]
}

/** Asks for a code at one of the doors; answers the page that waits for it. */
const askForCode = async (context, address, door, email) => {
  const page = await context.newPage()
  await page.goto(`${address}/en${door}`)
  await page.locator('input[name="email"]').fill(email)
  await page.locator('main form button').first().click()
  await page.waitForURL('**/sign-in/code')
  return page
}

/** Signs in at one of the doors, with the code that the outbox has. */
const signInAt = async (context, address, door, email) => {
  const page = await askForCode(context, address, door, email)
  const mails = await context.newPage()
  const code = codeIn(await newestMail(mails, address, email))
  await mails.close()
  await page.locator('input[name="code"]').fill(code)
  await page.locator('main form button').first().click()
  await page.waitForURL((url) => !url.pathname.endsWith('/code'))
  await page.close()
}

/** Fills in the form of the demonstration meeting up to its last step. */
const fillIn = async (context, address) => {
  await signInAt(context, address, '/sign-in', APPLICANT)
  const page = await context.newPage()
  const next = async (step) => {
    await page.locator('main form button').first().click()
    await page.waitForURL(`**/register/${step}`)
  }
  await page.goto(`${address}/en/demo-regional-dialogue/register/you`)
  await page.locator('input[name="names[givenNames]"]').fill('N. N.')
  await next('representing')
  await page.locator('input[name="claim[constituency]"][value="civil-society"]').check()
  await page.locator('[name="claim[organization]"]').fill('A network of organizations')
  await next('attendance')
  for (const online of await page.locator('input[type="radio"][value="online"]').all()) await online.check()
  await next('needs')
  await page.locator('input[name="answers[spoken-language]"]').first().check()
  await next('check')
  await page.close()
}

/** Takes up the one-time link that the start prints; on a server that runs already, signs in at the desk's door. */
const signInOrganiser = async (context, address, invitation) => {
  if (!invitation) await signInAt(context, address, '/desk/sign-in', 'organiser@example.org')
  const page = await context.newPage()
  await page.goto(invitation ?? `${address}/en/desk`)
  if (invitation) {
    await page.locator('main form button').first().click()
    await page.waitForURL('**/desk**')
  }
  // A development install lets the second factor be put off.
  await page.locator('form[action$="/second-factor/later"] button').click()
  await page.waitForURL('**/desk')
  await page.close()
}

const cookiesFrom = (header, address) =>
  header.split(/;\s*/).map((pair) => {
    const at = pair.indexOf('=')
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url: address }
  })

const asked = process.argv.slice(2)
const wanted = PAGES.filter(({ name }) => asked.length === 0 || asked.some((start) => name.startsWith(start)))
const own = process.env.BASE_URL ? undefined : await startOwn()
const address = own?.address ?? new URL(process.env.BASE_URL).origin
const browser = await chromium.launch({
  executablePath: whereChromium(),
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
})

/** Who looks, as the browser remembers them. */
const states = { anybody: undefined }
const signIn = async (who, header, go) => {
  if (!wanted.some((one) => one.who === who)) return
  const context = await browser.newContext()
  if (header) await context.addCookies(cookiesFrom(header, address))
  else await go(context)
  states[who] = await context.storageState()
  await context.close()
}

let failed = 0
try {
  await signIn('participant', process.env.COOKIE, (context) => signInAt(context, address, '/sign-in', PARTICIPANT))
  await signIn('newcomer', process.env.COOKIE, (context) => signInAt(context, address, '/sign-in', NEWCOMER))
  await signIn('focal-point', process.env.COOKIE, (context) => signInAt(context, address, '/sign-in', FOCAL_POINT))
  await signIn('asker', undefined, (context) => askForCode(context, address, '/sign-in', ASKER))
  await signIn('applicant', process.env.COOKIE, (context) => fillIn(context, address))
  await signIn('organiser', process.env.DESK_COOKIE, (context) => signInOrganiser(context, address, own?.invitation))
  mkdirSync(target, { recursive: true })
  for (const locale of LOCALES)
    for (const width of WIDTHS)
      for (const colorScheme of SCHEMES)
        for (const who of new Set(wanted.map((one) => one.who))) {
          const context = await browser.newContext({
            viewport: { width, height: 900 },
            colorScheme,
            locale,
            timezoneId: 'Europe/Zurich',
            storageState: states[who],
          })
          const page = await context.newPage()
          for (const { name, path, then, fill = {}, press = [], until, status = 200 } of wanted.filter(
            (one) => one.who === who,
          )) {
            let response = await page.goto(`${address}/${locale}${path}`)
            if (then) response = await page.goto(address + (await page.locator(then).first().getAttribute('href')))
            for (const [box, text] of Object.entries(fill)) {
              const field = page.locator(box).first()
              if (box.includes("type='file'")) await field.setInputFiles(asFile(text))
              else await (box.startsWith('select') ? field.selectOption(text) : field.fill(text))
            }
            for (const what of press) await page.locator(what).first().click()
            if (until) await page.locator(until).first().waitFor()
            const file = `${name}.${locale}.${width}.${colorScheme}.png`
            await page.screenshot({ path: join(target, file), fullPage: true })
            if (response?.status() !== status) {
              failed++
              console.error(`${response?.status()} ${locale}${path}`)
            }
          }
          await context.close()
        }
} finally {
  await browser.close()
  await own?.stop()
}
console.log(`Screenshots are in ${target}${failed ? `; ${failed} pages answered with an error` : ''}`)
process.exitCode = failed ? 1 : 0
