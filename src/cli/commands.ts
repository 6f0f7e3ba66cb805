import { access, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Command, InvalidArgumentError } from 'commander'
import { DomainError } from '../kernel/domain-error.ts'
import { emailFrom, type EmailAddress } from '../kernel/email-address.ts'
import { settingsFrom, WrongSettings, type Settings } from '../platform/config/settings.ts'
import { CannotStart } from '../platform/database/embedded/cannot-start.ts'
import { withApp } from './with-app.ts'

/** Something the caller of a command can mend. */
class Mistake extends Error {}

const aNumber = (text: string): number => {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1.')
  return Number(text)
}

const anAddress = (text: string): EmailAddress => {
  const address = emailFrom(text)
  if (!address) throw new InvalidArgumentError('It must be an e-mail address.')
  return address
}

const migrate = async (settings: Settings): Promise<void> => {
  const { openDatabase } = await import('../platform/database/open-database.ts')
  const { databaseUrl, ownerDatabaseUrl } = settings
  if (databaseUrl) {
    const { migrate: bringUpToDate } = await import('../platform/database/migrator.ts')
    const role = decodeURIComponent(new URL(databaseUrl).username)
    // Also when nothing is pending: the rights of the app's role are given anew.
    const ran = await bringUpToDate(ownerDatabaseUrl ?? databaseUrl, role || undefined)
    for (const name of ran) console.log(name)
    console.log(ran.length ? `${ran.length} migrations have run.` : 'The tables were up to date.')
    return
  }
  const database = await openDatabase(settings, { mode: 'share' })
  await database.stop()
  console.log(`The tables in ${settings.dataDir} are up to date.`)
}

const invite = async (
  settings: Settings,
  email: EmailAddress,
  options: { role: string; meeting?: string },
): Promise<void> => {
  const { isRoleName, ROLE_NAMES } = await import('../people/roles.ts')
  const { role } = options
  if (!isRoleName(role)) throw new Mistake(`There is no role "${role}". The roles: ${ROLE_NAMES.join(', ')}.`)
  await withApp(settings, async (app) => {
    const [{ Invitations }, { Meetings }] = await Promise.all([
      import('../people/invitations.service.ts'),
      import('../meetings/meetings.service.ts'),
    ])
    const meeting = options.meeting ? await app.get(Meetings, { strict: false }).bySlug(options.meeting) : undefined
    if (options.meeting && !meeting) throw new Mistake(`There is no meeting "${options.meeting}".`)
    const address = await app
      .get(Invitations, { strict: false })
      .create({ email, role, ...(meeting && { meeting: meeting.id }) })
    console.log(`Give this link to ${email}. It works once, within seven days:\n${address.href}`)
  })
}

const resetSecondFactor = async (settings: Settings, email: EmailAddress): Promise<void> =>
  withApp(settings, async (app) => {
    const [{ SecondFactors }, { People }] = await Promise.all([
      import('../people/second-factor/second-factors.service.ts'),
      import('../people/people.service.ts'),
    ])
    const person = await app.get(People, { strict: false }).byEmail(email)
    if (!person || !(await app.get(SecondFactors, { strict: false }).reset(person.id)))
      throw new Mistake(`Nobody with the address ${email} has a second factor.`)
    console.log(
      `${email} sets up a new one at the next sign-in at the desk, is signed out everywhere, and is told by mail.`,
    )
  })

const load = async (
  settings: Settings,
  file: string,
  options: { atRelease?: number; documents?: string },
): Promise<void> => {
  const { checkMeetingFile } = await import('../desk/meeting-file/check-meeting-file.ts')
  const checked = checkMeetingFile(JSON.parse(await readFile(file, 'utf8')))
  // As in samples/: the papers lie in a folder beside the file, named by the meeting.
  const beside = join(dirname(file), 'documents', checked.meeting.slug)
  const documents =
    options.documents ??
    (await access(beside).then(
      () => beside,
      () => undefined,
    ))
  await withApp(settings, async (app) => {
    const { LoadMeeting } = await import('../desk/meeting-file/load-meeting.service.ts')
    const meeting = await app.get(LoadMeeting, { strict: false }).load(checked, {
      ...(options.atRelease && { atRelease: options.atRelease }),
      ...(options.documents && { documents }),
    })
    console.log(`Loaded: ${settings.baseUrl.origin}/en/${meeting.slug}`)
  })
}

const exportMeeting = async (settings: Settings, slug: string, options: { to?: string }): Promise<void> =>
  withApp(settings, async (app) => {
    const [{ ExportMeeting }, { Meetings }] = await Promise.all([
      import('../desk/meeting-file/export-meeting.service.ts'),
      import('../meetings/meetings.service.ts'),
    ])
    const meeting = await app.get(Meetings, { strict: false }).bySlug(slug)
    if (!meeting) throw new Mistake(`There is no meeting "${slug}".`)
    const text = `${JSON.stringify(await app.get(ExportMeeting, { strict: false }).export(meeting), null, 2)}\n`
    if (options.to) await writeFile(options.to, text)
    else await new Promise((done) => process.stdout.write(text, done))
  })

const doctor = async (settings: Settings, options: { mailTo?: EmailAddress }): Promise<void> => {
  const { examine } = await import('./doctor.ts')
  const examineAt = async (addresses: { databaseUrl: string; ownerDatabaseUrl?: string }): Promise<void> => {
    const findings = await examine(settings, addresses, options.mailTo)
    const marks = { ok: 'ok     ', warning: 'warning', wrong: 'WRONG  ' } as const
    for (const finding of findings) {
      console.log(`${marks[finding.state]}  ${finding.what}.`)
      if (finding.state !== 'ok') console.log(`         ${finding.hint}`)
    }
    const count = findings.filter(({ state }) => state === 'wrong').length
    console.log(count ? `${count} ${count === 1 ? 'thing is' : 'things are'} wrong.` : 'Nothing is wrong.')
    if (count) process.exitCode = 1
  }
  const { databaseUrl, ownerDatabaseUrl } = settings
  if (databaseUrl) return examineAt({ databaseUrl, ...(ownerDatabaseUrl && { ownerDatabaseUrl }) })
  const { startEmbeddedServer } = await import('../platform/database/embedded/embedded-server.ts')
  const server = await startEmbeddedServer({ dataDir: settings.dataDir, mode: 'share' })
  try {
    await examineAt(server)
  } finally {
    await server.stop()
  }
}

const say = (error: unknown): void => {
  if (error instanceof WrongSettings) for (const problem of error.problems) console.error(problem)
  else if (error instanceof CannotStart || error instanceof Mistake || error instanceof DomainError)
    console.error(error.message)
  else if (error instanceof Error && 'code' in error && error.code === 'ENOENT') console.error(error.message)
  else if (error instanceof SyntaxError) console.error(`The file is not JSON: ${error.message}`)
  else console.error(error)
}

/** The command line: `npm run plenary -- help`. */
export const run = async (argv: readonly string[], env: NodeJS.ProcessEnv): Promise<void> => {
  const settings = (): Settings => settingsFrom(env)
  const program = new Command('plenary')
    .description('Looks after a Plenary: the same settings as the server, beside it or without it.')
    .usage('<command>   (npm run plenary -- <command>)')
    .showHelpAfterError('(see: npm run plenary -- help)')
  program
    .command('migrate')
    .description('bring the tables up to date, and give the app its rights')
    .action(() => migrate(settings()))
  program
    .command('load <file>')
    .description('load a meeting from a file, with its releases, rooms, places and papers')
    .option('--at-release <n>', 'publish the releases of the file up to this one', aNumber)
    .option('--documents <folder>', 'the files of its papers: <paper>.<language>.pdf or .txt')
    .action((file: string, options: { atRelease?: number; documents?: string }) => load(settings(), file, options))
  program
    .command('invite')
    .argument('<email>', 'their address', anAddress)
    .description('make a one-time link that gives somebody a role')
    .option('--role <role>', 'what they will be', 'organiser')
    .option('--meeting <address>', 'in this meeting only, named as in its address')
    .action((email: EmailAddress, options: { role: string; meeting?: string }) => invite(settings(), email, options))
  program
    .command('reset-second-factor')
    .argument('<email>', 'their address', anAddress)
    .description('let somebody set up a second factor anew who has lost theirs; make sure first that it is them')
    .action((email: EmailAddress) => resetSecondFactor(settings(), email))
  program
    .command('export <meeting>')
    .description(
      'write a meeting, named as in its address, as a file that load reads: without people and links to join',
    )
    .option('--to <file>', 'instead of the terminal')
    .action((slug: string, options: { to?: string }) => exportMeeting(settings(), slug, options))
  program
    .command('doctor')
    .description('check a deployment: database, roles, mail, address, clocks; says what is wrong and what to do')
    .option('--mail-to <email>', 'send a test message to this address', anAddress)
    .action((options: { mailTo?: EmailAddress }) => doctor(settings(), options))
  try {
    await program.parseAsync([...argv])
  } catch (error) {
    if (error instanceof InvalidArgumentError) console.error(error.message)
    else say(error)
    process.exitCode = 1
  }
}
