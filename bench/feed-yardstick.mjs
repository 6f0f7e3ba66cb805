// The smallest server that knows a calendar: looks a secret up with the statement that ours asks, and answers 304 with the ETag it
// finds; or, where it is given a whole answer, sends that to whoever has a calendar.
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import pg from 'pg'
import { endToEnd } from './yardstick-headers.mjs'

const [{ standingsSql }, { FEED_PURPOSE }, { Secrets }, { keptReady, quicken }] = await Promise.all([
  import('../dist/calendar/feed-standing.js'),
  import('../dist/calendar/feeds.service.js'),
  import('../dist/platform/secrets/secrets.js'),
  import('../dist/platform/database/connection.js'),
])

const { databaseUrl, keys, whole } = JSON.parse(await text(process.stdin))
const headers = endToEnd(whole?.headers ?? {})
const bytes = Buffer.from(whole?.body ?? '', 'base64')
const secrets = new Secrets({ secretKeys: keys.map((key) => Buffer.from(key, 'base64')) })
const pool = new pg.Pool({ connectionString: databaseUrl, max: 10, onConnect: quicken })
const sql = keptReady(standingsSql('secret_digest'))
const CODINGS = ['identity', 'gzip', 'br']

const server = createServer((request, response) => {
  const secret = request.url.slice('/feeds/'.length, -'.ics'.length)
  const digests = secrets.digests(FEED_PURPOSE, secret)
  pool.query(sql, [digests, digests.map(() => 'other'), '2000-01-01', digests.map(() => 0)]).then(({ rows: [row] }) => {
    if (whole && row) {
      response.writeHead(200, headers).end(bytes)
      return
    }
    const etag = row?.etags?.[CODINGS.indexOf(request.headers['accept-encoding'])]
    response.writeHead(etag && request.headers['if-none-match'] === etag ? 304 : 410, { etag: etag ?? '' })
    response.end()
  })
})
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`))
