import type { TestApp } from './harness.ts'

/**
 * Lets somebody who has signed in at the desk through its second door, as if they had given their second factor there: for
 * everything that is about something else. What stands at that door is in `src/people/second-factor/`.
 */
export const passesSecondFactor = async (app: TestApp, address: string): Promise<void> => {
  await app.database.query(
    `UPDATE sign_in SET second_factor_at = $2
      WHERE opens_desk AND person_id = (SELECT person_id FROM identity WHERE email_key = lower($1))`,
    [address, app.clock.now().toString()],
  )
}
