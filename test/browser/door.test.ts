import { createServer } from 'node:http'
import { beforeAll, expect, test } from 'vitest'
import type { Browser } from 'playwright-core'
import { scriptSource } from '../../src/ui/assets.ts'
import { closing } from '../closing.ts'
import { launchChromium, newPage } from './chromium.ts'

// The door page kept open: the button comes by itself and is announced, the countdown is not.

let open = false
let address = ''
let browser: Browser

const html = (): string =>
  `<!doctype html><html lang="en"><head><title>${open ? 'open' : 'shut'}</title><script type="module" src="/door.js"></script></head>
   <body><main><section id="door">${open ? '<form><button>Join now</button></form>' : '<p>Opens in 1 minute</p>'}</section></main></body></html>`

beforeAll(async () => {
  const server = createServer((request, response) => {
    const script = request.url === '/door.js'
    response.setHeader('content-type', script ? 'text/javascript' : 'text/html')
    response.end(script ? scriptSource('door', 'en') : html())
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

test('the button appears by itself, is announced, and stays', async () => {
  const page = await newPage(browser)
  await page.clock.install()
  await page.goto(address)
  expect(await page.locator('[role=status]').textContent()).toBe('')
  open = true
  await page.clock.runFor(31_000)
  await page.getByRole('button', { name: 'Join now' }).waitFor()
  expect(await page.locator('[role=status]').textContent()).toBe('Join now')
  expect(await page.title()).toBe('open')
  open = false
  await page.clock.runFor(120_000)
  expect(await page.getByRole('button', { name: 'Join now' }).isVisible()).toBe(true)
})
