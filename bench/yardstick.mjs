// The smallest server there is: sends the bytes that stand on its standard input, under the same headers.
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { endToEnd } from './yardstick-headers.mjs'

const { headers, body } = JSON.parse(await text(process.stdin))
const bytes = Buffer.from(body, 'base64')
const sent = endToEnd(headers)

const server = createServer((_request, response) => {
  response.writeHead(200, sent)
  response.end(bytes)
})
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}/en/unnm-2022/agenda`))
