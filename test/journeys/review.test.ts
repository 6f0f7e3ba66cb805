import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { NotFound } from '../../src/kernel/domain-error.ts'
import { newId } from '../../src/kernel/id.ts'
import type { Meeting } from '../../src/meetings/meeting.entity.ts'
import { Inquiries } from '../../src/registration/review/inquiries.service.ts'
import { ReviewQueue } from '../../src/registration/review/queue.service.ts'
import { Review } from '../../src/registration/review/review.service.ts'
import { KENYA, registrant } from '../builders/review.ts'
import { startApp, type TestApp } from '../harness.ts'
import { loadSample, Organiser, Participant } from './people.ts'

// Reviewers work through what waits for a decision: together, by keyboard, in the person's language.

let app: TestApp
let meeting: Meeting
const SLUG = 'unnm-2022'
const QUEUE = `/en/desk/${SLUG}/review`

beforeAll(async () => {
  app = await startApp({ now: '2022-09-27T09:00:00Z' })
  meeting = await loadSample(app, 'meeting', 1)
})

const names = (givenNames: string, familyName = '') => ({ givenNames, familyName })

const emptied = async (): Promise<void> => {
  const [queue, review, by] = [app.get(ReviewQueue), app.get(Review), newId<'Person'>()]
  for (let next = await queue.next(meeting.id, by); next; next = await queue.next(meeting.id, by))
    await review.decline(meeting, next, by)
}

// Nobody looks at anything any more, and nothing waits: each test begins with what it makes itself.
afterEach(async () => {
  app.clock.advance({ minutes: 6 })
  await emptied()
})

describe('the queue', () => {
  test('an organiser decides and has the next request, oldest first, until none is left', async () => {
    await registrant(app, meeting, { names: names('Amina', 'First') })
    app.clock.advance({ seconds: 1 })
    const second = await registrant(app, meeting, { names: names('Badia', 'Second'), language: 'fr' })
    app.clock.advance({ seconds: 1 })
    await registrant(app, meeting, { names: names('Chanda', 'Third') })

    const organiser = await new Organiser(app).acceptsInvitation()
    await organiser.opens(QUEUE)
    expect(organiser.headline).toBe('Amina First')
    expect(organiser.text).toContain('3 left')
    await organiser.presses('Verify and confirm')
    expect(organiser.text).toContain('Amina First is confirmed')
    expect(organiser.headline).toBe('Badia Second')
    await organiser.presses('Undo')
    expect(organiser.headline).toBe('Amina First')
    await organiser.presses('Verify and confirm')
    expect(organiser.headline).toBe('Badia Second')

    await organiser.presses('Skip')
    expect(organiser.headline).toBe('Chanda Third')
    await organiser.presses('Verify and confirm')
    expect(organiser.headline).toBe('Badia Second') // what was skipped comes back at the end

    await organiser.presses('Decline')
    expect(organiser.text).toContain('Reason (French)')
    await organiser.presses('Decline and tell them')
    expect(organiser.errors).toEqual(['Write the reason: the person reads it'])
    await organiser.follows('Il ne reste aucune place')
    await organiser.presses('Decline and tell them')
    expect(organiser.text).toContain('Badia Second is declined')
    expect(organiser.text).toContain('Nothing waits for a decision')
    const told = await app.mailbox.waitForSubject(second.address, 'Votre demande')
    expect(told.text).toContain('Il ne reste aucune place les jours que vous avez demandés')
  })

  test('two reviewers at once never get the same request; what one leaves is free again after a while', async () => {
    for (let n = 0; n < 6; n++) await registrant(app, meeting)
    const reviewers = Array.from({ length: 6 }, () => newId<'Person'>())
    const queue = app.get(ReviewQueue)
    const given = await Promise.all(reviewers.map((reviewer) => queue.next(meeting.id, reviewer)))
    expect(new Set(given).size).toBe(6)
    expect(given).not.toContain(undefined)
    // Asked again, each has what they had; nobody else gets any.
    expect(await queue.next(meeting.id, reviewers[0]!)).toBe(given[0])
    expect(await queue.next(meeting.id, newId())).toBeUndefined()
    app.clock.advance({ minutes: 6 })
    expect(given).toContain(await queue.next(meeting.id, newId()))
  })

  test('a decision on what has changed meanwhile says so, and decides nothing', async () => {
    const { registration } = await registrant(app, meeting, { names: names('Dalia', 'Changing') })
    const [one, two] = [new Organiser(app), new Organiser(app)]
    await one.acceptsInvitation('one@example.org')
    await two.acceptsInvitation('two@example.org')
    await one.opens(QUEUE)
    expect(one.headline).toBe('Dalia Changing')
    await two.opens(`${QUEUE}/${registration}`)
    expect(two.text).toContain('Somebody else is looking at this request now')
    await two.presses('Decline')
    await two.fills('words', 'Not this time.').presses('Decline and tell them')
    await one.presses('Verify and confirm')
    expect(one.status).toBe(409)
    expect(one.text).toContain('nothing was decided')
    await one.opens(`${QUEUE}/${registration}`)
    expect(one.text).toContain('Verify and confirm')
    const [row] = await app.database.query('SELECT state FROM registration WHERE id = $1', [registration])
    expect(row).toEqual({ state: 'declined' })
  })

  test('a claim is corrected while it is confirmed; keys can be turned off, and stay off', async () => {
    const { registration } = await registrant(app, meeting, { names: names('Efua', 'Corrected') })
    const organiser = await new Organiser(app).acceptsInvitation('three@example.org')
    await organiser.opens(QUEUE)
    expect(organiser.has('button[aria-keyshortcuts="c"]')).toBe(true)
    await organiser.follows('Turn off')
    expect(organiser.has('button[aria-keyshortcuts]')).toBe(false)
    await organiser.opens(QUEUE)
    expect(organiser.has('button[aria-keyshortcuts]')).toBe(false)
    await organiser.fills('state', 'TZA').presses('Verify and confirm')
    const [row] = await app.database.query('SELECT verified_state FROM registration WHERE id = $1', [registration])
    expect(row).toEqual({ verified_state: 'TZA' })
  })

  test('shows what is late, of a constituency, or confirmed by a focal point, each with its number', async () => {
    await registrant(app, meeting, { names: names('Femi', 'State') })
    const endorsed = await registrant(app, meeting, { names: names('Ghada', 'Endorsed') })
    await app.database.query('UPDATE registration SET endorsed_at = $2 WHERE id = $1', [
      endorsed.registration,
      app.clock.now().toString(),
    ])
    await registrant(app, meeting, {
      names: names('Hiba', 'Society'),
      claim: { constituency: 'civil-society', state: null, organization: 'A network' },
    })
    const organiser = await new Organiser(app).acceptsInvitation('four@example.org')
    await organiser.opens(QUEUE)
    expect(organiser.headline).toBe('Ghada Endorsed')
    expect(organiser.text).toContain('Confirmed by its focal point on')
    expect(organiser.text).toContain('Confirmed by a focal point (1)')
    await organiser.opens(`${QUEUE}?as=civil-society`)
    expect(organiser.headline).toBe('Hiba Society')
    await organiser.presses('Skip')
    expect(organiser.path).toContain('as=civil-society')
    await organiser.opens(`${QUEUE}?only=late`)
    expect(organiser.text).toContain('No request matches')
  })
})

describe('a question', () => {
  test('goes out in the person’s language, is answered on their page, and comes back first', async () => {
    const delegate = new Participant(app, 'seconde.secretaire@mission.example.org', 'fr')
    await registrant(app, meeting, { address: delegate.address, names: names('Sagal'), language: 'fr' })
    app.clock.advance({ seconds: 1 })
    await app.mailbox.waitFor(delegate.address)
    await delegate.signsIn(SLUG)
    await registrant(app, meeting, { names: names('Older', 'Request'), claim: KENYA })
    const organiser = await new Organiser(app).acceptsInvitation('five@example.org')
    await organiser.opens(QUEUE)
    expect(organiser.headline).toBe('Sagal')
    await organiser.presses('Ask a question')
    await organiser.presses('Ask')
    expect(organiser.errors).toEqual(['Write the question'])
    await organiser.follows('Quelle est votre fonction')
    await organiser.presses('Ask')
    expect(organiser.headline).toBe('Older Request')
    expect(organiser.text).toContain('1 waiting for an answer')

    const asked = await app.mailbox.waitForSubject(delegate.address, 'Nous avons une question')
    expect(asked.text).toContain('Quelle est votre fonction au sein de l’État')
    await delegate.opens(`/fr/${SLUG}/me`)
    await delegate.follows('Répondre')
    await delegate.presses('Envoyer la réponse')
    expect(delegate.errors).toEqual(['Écrivez votre réponse'])
    await delegate.answers('Votre réponse', 'Deuxième secrétaire').presses('Envoyer la réponse')
    expect(delegate.text).toContain('Deuxième secrétaire')
    expect(delegate.text).toContain('Vous avez répondu')

    await organiser.opens(`${QUEUE}?only=answered`)
    expect(organiser.headline).toBe('Sagal')
    expect(organiser.text).toContain('Deuxième secrétaire')
    const moves = await app.database.query<{ move: string }>(
      `SELECT c.move FROM registration_change c JOIN registration_question q USING (registration_id) ORDER BY c.number`,
    )
    expect(moves.map(({ move }) => move)).toEqual(['submit', 'ask', 'answer'])
  })

  test('is nobody else’s to answer', async () => {
    const [question] = await app.database.query<{ id: string }>('SELECT id FROM registration_question LIMIT 1')
    const other = await registrant(app, meeting)
    await expect(
      app.get(Inquiries).answer(meeting, other.person, question!.id, 'I answer for somebody else.'),
    ).rejects.toThrow(NotFound)
    const reader = new Participant(app, other.address)
    await app.mailbox.waitFor(other.address)
    await reader.signsIn(SLUG)
    await reader.opens(`/en/${SLUG}/me/questions`)
    expect(reader.text).toContain('Nothing is asked of you')
  })
})
