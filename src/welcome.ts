import type { INestApplication } from '@nestjs/common'
import type { Settings } from './platform/config/settings.ts'

/** What the first minutes need: the sample meetings, a way in for an organiser, and where mail can be read. */
export const welcome = async (_app: INestApplication, settings: Settings): Promise<string[]> => {
  const lines: string[] = []
  if (settings.development) lines.push(`Outgoing mail   ${settings.baseUrl.origin}/en/outbox`)
  return lines
}
