import { createServer, type ServerResponse } from 'node:http'
import { beforeAll, expect, test } from 'vitest'
import type { Browser } from 'playwright-core'
import { scriptSource } from '../../src/ui/assets.ts'
import { closing } from '../closing.ts'
import { launchChromium, newPage } from './chromium.ts'

// A host's list kept open: it changes by itself while a host is typing, says when it may be old, and goes with the right to see it.

let people: readonly string[] = ['Ana', 'Ben']
let theirs = true
let line: ServerResponse | undefined
let address = ''
let browser: Browser

const html = (): string =>
  `<!doctype html><html lang="en"><head><title>List</title><script type="module" src="/host-list.js"></script></head>
   <body><input name="q"><div data-live data-events="/events"><ul>${people.map((name) => `<li>${name}</li>`).join('')}</ul>
   <p data-as-of><span hidden>As of now.</span></p></div></body></html>`

beforeAll(async () => {
  const server = createServer((request, response) => {
    if (request.url === '/host-list.js')
      return void response.setHeader('content-type', 'text/javascript').end(scriptSource('host-list', 'en'))
    if (!theirs) return void response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>Not found</h1>')
    if (request.url !== '/events') return void response.setHeader('content-type', 'text/html').end(html())
    line = response.writeHead(200, { 'content-type': 'text/event-stream' })
    line.write('event: beat\ndata: \n\n')
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  closing(async () => {
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
  })
  const at = server.address()
  address = `http://127.0.0.1:${typeof at === 'object' && at ? at.port : 0}/`
  browser = await launchChromium()
})

test('a declined person goes from an open page, and nothing that is typed is lost', async () => {
  const page = await newPage(browser)
  await page.goto(address)
  await page.getByText('As of now.').waitFor()
  await page.locator('input').fill('be')
  people = ['Ben']
  line!.write('event: changed\ndata: \n\n')
  await page.getByText('Ana').waitFor({ state: 'detached' })
  expect(await page.locator('li').allTextContents()).toEqual(['Ben'])
  expect(await page.locator('input').inputValue()).toBe('be')
  await page.getByText('As of now.').waitFor()
})

test('who may not see it any more sees nothing of it', async () => {
  const page = await newPage(browser)
  await page.goto(address)
  await page.getByText('Ben').waitFor()
  await expect.poll(() => line).toBeDefined()
  theirs = false
  line!.write('event: changed\ndata: \n\n')
  line!.end()
  await page.getByText('Not found').waitFor()
  expect(await page.getByText('Ben').count()).toBe(0)
  theirs = true
})

test('says since when nothing was heard', async () => {
  const page = await newPage(browser)
  await page.clock.install()
  await page.goto(address)
  await page.getByText('As of now.').waitFor()
  await page.clock.runFor(46_000)
  await page.getByText('Not connected since').waitFor()
})
