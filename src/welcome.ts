import type { INestApplicationContext } from '@nestjs/common'
import { LoadSamples } from './desk/samples/load-samples.service.ts'
import type { EmailAddress } from './kernel/email-address.ts'
import { Invitations } from './people/invitations.service.ts'
import type { Settings } from './platform/config/settings.ts'

/** Whom a trial signs in as; nothing is ever sent there. */
export const TRIAL_ORGANISER = 'organiser@example.org' as EmailAddress

/** What the first minutes need: the sample meetings, and on a trial install a way in and where mail can be read. */
export const welcome = async (
  app: INestApplicationContext,
  settings: Pick<Settings, 'samples' | 'development' | 'baseUrl'>,
): Promise<string[]> => {
  const lines: string[] = []
  if (settings.samples) {
    const loaded = await app.get(LoadSamples, { strict: false }).loadOnce()
    if (loaded.length) lines.push(`Loaded ${loaded.length} sample meetings.`)
  }
  if (settings.development) {
    const link = await app.get(Invitations, { strict: false }).create({ role: 'organiser', email: TRIAL_ORGANISER })
    lines.push(`Sign in once as ${TRIAL_ORGANISER}:`, `  ${link.href}`)
    lines.push('The second factor that the desk asks for may be put off on a trial install such as this.')
    lines.push('Outgoing mail can be read at:', `  ${new URL('/en/outbox', settings.baseUrl).href}`)
  }
  return lines
}
