import { networkInterfaces } from 'node:os'
import { resolve } from 'node:path'

/** How much the log says, from nothing to everything. */
export const LOG_LEVELS = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/** What an operator decides, validated once at the start. README has the table, `.env.example` the words. */
export interface Settings {
  port: number
  /** The address of the network interface to listen on. */
  host: string
  /** The address people reach the site at; links in mail begin with it. */
  baseUrl: URL
  /** The role that runs the app. Without it an embedded PostgreSQL is started in `dataDir`. */
  databaseUrl?: string
  /** The role that owns the tables and migrates them; the same as `databaseUrl` when absent. */
  ownerDatabaseUrl?: string
  /** The most connections this process opens to the database. */
  databasePool: number
  dataDir: string
  /** The first one signs and seals, all of them verify and open. Empty until `secretKeysIn` has made one. */
  secretKeys: readonly Buffer[]
  smtpUrl?: string
  mailFrom: string
  mailReplyTo?: string
  /** Whose `X-Forwarded-*` headers are believed: nobody's, everybody's, so many hops, or these addresses. */
  trustProxy: boolean | number | string
  logLevel: LogLevel
  /** Opens /metrics to other machines; without it only this machine reads them. */
  metricsToken?: string
  /** A development install has the outbox page and the sample meetings. */
  development: boolean
  /** Whether the sample meetings are loaded into an empty database. */
  samples: boolean
}

/** The token under which `Settings` are injected: `@Inject(SETTINGS) settings: Settings`. */
export const SETTINGS = Symbol('Settings')

/** Settings that cannot be used; each line says what to set, and how. */
export class WrongSettings extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'))
    this.name = 'WrongSettings'
  }
}

const KEY_BYTES = 32

/** One key of `SECRET_KEYS`: at least 32 random bytes, written in hexadecimal or base64. */
const keyFrom = (text: string): Buffer | undefined => {
  const key = /^([0-9a-f]{2})+$/i.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'base64')
  return key.length >= KEY_BYTES && /^[0-9A-Za-z+/_=-]+$/.test(text) ? key : undefined
}

const HOW_TO_MAKE_A_KEY = `Make one with: node -p "crypto.randomBytes(32).toString('base64url')"`

const urlFrom = (text: string, protocols: readonly string[]): URL | undefined => {
  const url = URL.parse(text)
  return url && protocols.includes(url.protocol) ? url : undefined
}

/** `name <address>` or an address alone. */
const MAILBOX = /^(?:[^<>\r\n]*<\s*)?[^\s<>@]+@[^\s<>@]+(?:\s*>)?$/

/** All addresses of this machine; those of IPv4 only where it has no other. */
const anyAddress = (): string =>
  Object.values(networkInterfaces()).some((addresses) => addresses?.some(({ family }) => family === 'IPv6'))
    ? '::'
    : '0.0.0.0'

/**
 * The settings that the environment describes.
 * @throws WrongSettings with a sentence for each that is missing or wrong.
 */
export const settingsFrom = (env: Readonly<Record<string, string | undefined>>, cwd = process.cwd()): Settings => {
  const problems: string[] = []
  const value = (name: string): string | undefined => env[name]?.trim() || undefined

  const portText = value('PORT') ?? '3000'
  const port = /^\d{1,5}$/.test(portText) && Number(portText) <= 65_535 ? Number(portText) : undefined
  if (port === undefined) problems.push(`PORT is "${portText}": set it to a number from 0 to 65535, such as PORT=3000.`)

  const baseText = value('BASE_URL')
  const baseUrl = urlFrom(baseText ?? `http://localhost:${port ?? 3000}`, ['http:', 'https:'])
  if (!baseUrl || baseUrl.pathname !== '/' || baseUrl.search || baseUrl.hash)
    problems.push(
      `BASE_URL is "${baseText}": set it to the address people use, without a path, such as BASE_URL=https://meetings.example.org.`,
    )

  const databaseAt = (name: string): string | undefined => {
    const text = value(name)
    if (text && !urlFrom(text, ['postgres:', 'postgresql:']))
      problems.push(
        `${name} is not a PostgreSQL address: set it like ${name}=postgresql://user:password@host:5432/plenary.`,
      )
    return text
  }
  const databaseUrl = databaseAt('DATABASE_URL')
  const ownerDatabaseUrl = databaseAt('OWNER_DATABASE_URL')
  if (ownerDatabaseUrl && !databaseUrl)
    problems.push(
      'OWNER_DATABASE_URL is set without DATABASE_URL: set both, or neither to use the embedded PostgreSQL.',
    )

  const poolText = value('DATABASE_POOL') ?? '20'
  const databasePool = Number(poolText)
  if (!/^\d+$/.test(poolText) || databasePool < 2 || databasePool > 500)
    problems.push(
      `DATABASE_POOL is "${poolText}": set it to a number of connections from 2 to 500, such as DATABASE_POOL=20.`,
    )

  const keyTexts = (value('SECRET_KEYS') ?? '').split(/[\s,]+/).filter(Boolean)
  const secretKeys = keyTexts.flatMap((text) => keyFrom(text) ?? [])
  if (secretKeys.length < keyTexts.length)
    problems.push(
      `SECRET_KEYS has a key that is not ${KEY_BYTES} bytes or more in base64 or hexadecimal. ${HOW_TO_MAKE_A_KEY}`,
    )
  else if (databaseUrl && !secretKeys.length)
    problems.push(
      `SECRET_KEYS is required with DATABASE_URL: set one key, or several separated by commas, newest first. ${HOW_TO_MAKE_A_KEY}`,
    )

  const smtpUrl = value('SMTP_URL')
  if (smtpUrl && !urlFrom(smtpUrl, ['smtp:', 'smtps:']))
    problems.push(
      'SMTP_URL is not a mail server address: set it like SMTP_URL=smtp://user:password@mail.example.org:587.',
    )
  const mailFrom = value('MAIL_FROM') ?? (smtpUrl ? undefined : 'Plenary <plenary@localhost>')
  if (!mailFrom)
    problems.push('MAIL_FROM is required with SMTP_URL: set it like MAIL_FROM="Plenary <plenary@example.org>".')
  else if (!MAILBOX.test(mailFrom))
    problems.push(`MAIL_FROM is "${mailFrom}": set it like MAIL_FROM="Plenary <plenary@example.org>".`)
  const mailReplyTo = value('MAIL_REPLY_TO')
  if (mailReplyTo && !MAILBOX.test(mailReplyTo))
    problems.push(
      `MAIL_REPLY_TO is "${mailReplyTo}": set it to an address, such as MAIL_REPLY_TO=secretariat@example.org.`,
    )

  const trustText = value('TRUST_PROXY') ?? 'false'
  if (!/^(true|false|\d{1,2}|[0-9a-fA-F.:/, ]+|loopback|linklocal|uniquelocal)$/.test(trustText))
    problems.push(
      `TRUST_PROXY is "${trustText}": set it to false, true, the number of proxies in front, or their addresses, such as TRUST_PROXY=10.0.0.0/8.`,
    )
  const trustProxy = /^(true|false)$/.test(trustText)
    ? trustText === 'true'
    : /^\d+$/.test(trustText)
      ? Number(trustText)
      : trustText

  const levelText = value('LOG_LEVEL') ?? 'warn'
  const logLevel = LOG_LEVELS.find((level) => level === levelText)
  if (!logLevel) problems.push(`LOG_LEVEL is "${levelText}": set it to one of ${LOG_LEVELS.join(', ')}.`)

  const metricsToken = value('METRICS_TOKEN')
  if (metricsToken && metricsToken.length < 16)
    problems.push('METRICS_TOKEN is short: set it to 16 characters or more, or leave it out.')

  const yesOrNo = (name: string, otherwise: boolean): boolean => {
    const text = value(name)
    if (text && !/^(true|false)$/.test(text)) problems.push(`${name} is "${text}": set it to true or false.`)
    return text ? text === 'true' : otherwise
  }
  // A deployment sets NODE_ENV, a database or a mail server; whoever sets none of them is trying Plenary out.
  const development = yesOrNo('DEVELOPMENT', env['NODE_ENV'] !== 'production' && !databaseUrl && !smtpUrl)
  const samples = yesOrNo('SAMPLES', development)

  if (problems.length || port === undefined || !baseUrl || !mailFrom || !logLevel) throw new WrongSettings(problems)
  return {
    port,
    // A trial on somebody's own machine is nobody else's to see: its outbox shows sign-in codes.
    host: value('HOST') ?? (development ? 'localhost' : anyAddress()),
    baseUrl,
    ...(databaseUrl && { databaseUrl }),
    ...(ownerDatabaseUrl && { ownerDatabaseUrl }),
    databasePool,
    dataDir: resolve(cwd, value('DATA_DIR') ?? 'data'),
    secretKeys,
    ...(smtpUrl && { smtpUrl }),
    mailFrom,
    ...(mailReplyTo && { mailReplyTo }),
    trustProxy,
    logLevel,
    ...(metricsToken && { metricsToken }),
    development,
    samples,
  }
}
