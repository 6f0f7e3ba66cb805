// Signs in for the benches as an organiser does, without the mail and the second factor that people have at hand.
import { randomBytes, randomUUID } from 'node:crypto'
import { dirname } from 'node:path'

const DIST = `${dirname(import.meta.dirname)}/dist`

/** Somebody who organises every meeting, signed in at the desk with both factors; answers their cookie. */
export const organiser = async (app) => {
  const [{ People }, { SignIns, SESSION }, { Database }] = await Promise.all([
    import(`${DIST}/people/people.service.js`),
    import(`${DIST}/people/sign-ins.service.js`),
    import(`${DIST}/platform/database/database.js`),
  ])
  const service = (token) => app.get(token, { strict: false })
  const secret = randomBytes(32).toString('base64url')
  await service(Database).transaction(async (tx) => {
    const person = await service(People).ensure(tx, `${randomUUID()}@example.org`, 'en')
    await service(People).grant(tx, person, 'organiser')
    const now = Temporal.Now.instant()
    const how = { opensDesk: true, secondFactor: now, stays: true, device: '', expiresAt: now.add(SESSION) }
    await service(SignIns).open(tx, { person, secret, ...how })
  })
  return `plenary-sign-in=${secret}`
}
