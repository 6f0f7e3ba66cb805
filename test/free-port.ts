import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/** Below those that systems give to connections going out (Linux: from 32768): of these nobody takes one by chance before it is used. */
const [FROM, TO] = [20_000, 32_000]

const isFree = (port: number): Promise<boolean> =>
  new Promise((answer) => {
    const server = createServer()
    server.once('error', () => answer(false))
    server.listen(port, '127.0.0.1', () => server.close(() => answer(true)))
  })

/** A port that is free. */
export const freePort = async (): Promise<number> => {
  for (;;) {
    const port = randomInt(FROM, TO)
    if (await isFree(port)) return port
  }
}
