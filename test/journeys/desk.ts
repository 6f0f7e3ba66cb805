import { emailFrom } from '../../src/kernel/email-address.ts'
import { People } from '../../src/people/people.service.ts'
import type { TestApp } from '../harness.ts'
import { passesSecondFactor } from '../second-factor.ts'
import { newestCode } from './people.ts'
import { Visitor } from './visitor.ts'

/** Somebody at the organisers' desk, signed in at its own door. */
export const anOrganiser = async (
  app: TestApp,
  address: string,
  language: 'en' | 'fr' | 'es' = 'en',
): Promise<Visitor> => {
  await app.database.transaction(async (tx) => {
    const people = app.get(People)
    await people.grant(tx, await people.ensure(tx, emailFrom(address)!, language), 'organiser')
  })
  const organiser = new Visitor(app)
  const before = app.mailbox.to(address).length
  await organiser.opens(`/${language}/desk/sign-in`)
  await organiser
    .fills('email', address)
    .presses(language === 'en' ? 'Send me' : language === 'fr' ? 'M’envoyer' : 'Enviarme')
  await organiser
    .fills('code', await newestCode(app, address, before + 1))
    .presses(language === 'en' ? 'Continue' : language === 'fr' ? 'Continuer' : 'Continuar')
  await passesSecondFactor(app, address)
  return organiser.opens(`/${language}/desk`)
}

/** The messages that a page shows before they are sent. */
export const letters = ({ source }: Visitor): { language: string; subject: string; text: string }[] =>
  [...source.matchAll(/<pre class="letter" lang="(\w+)"[^>]*><strong>(.*?)<\/strong>\n\n([\s\S]*?)<\/pre>/g)].map(
    ([, language, ...words]) => {
      const [subject, text] = words.map((html) => html!.replaceAll('&quot;', '"').replaceAll('&amp;', '&'))
      return { language: language!, subject: subject!, text: text! }
    },
  )
