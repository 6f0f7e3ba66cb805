import { statfs } from 'node:fs/promises'
import pg from 'pg'
import { secretKeysIn } from '../platform/config/secret-keys.ts'
import type { Settings } from '../platform/config/settings.ts'
import { pendingMigrations } from '../platform/database/migrator.ts'

/** What one check found. `hint` says what to do. */
export type Finding = { state: 'ok'; what: string } | { state: 'warning' | 'wrong'; what: string; hint: string }

const ok = (what: string): Finding => ({ state: 'ok', what })
const warning = (what: string, hint: string): Finding => ({ state: 'warning', what, hint })
const wrong = (what: string, hint: string): Finding => ({ state: 'wrong', what, hint })
const wordsOf = (error: unknown): string => (error instanceof Error && error.message ? error.message : String(error))

interface Addresses {
  databaseUrl: string
  ownerDatabaseUrl?: string
}

const connected = async <T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** The server: its version, encoding, and whether its clock and ours agree. */
const checkServer = (url: string): Promise<Finding[]> =>
  connected(url, async (client) => {
    const before = Date.now()
    const { rows } = await client.query<{ version: number; encoding: string; now: Date }>(
      `SELECT current_setting('server_version_num')::int AS version, current_setting('server_encoding') AS encoding,
              clock_timestamp() AS now`,
    )
    const after = Date.now()
    const row = rows[0]
    if (!row) return []
    const skew = Math.max(0, before - row.now.getTime(), row.now.getTime() - after)
    return [
      row.version >= 180_000
        ? ok(`PostgreSQL ${Math.floor(row.version / 10_000)} answers`)
        : wrong(`PostgreSQL ${row.version / 10_000} is too old`, 'Plenary needs PostgreSQL 18.'),
      row.encoding === 'UTF8'
        ? ok('The database is in UTF-8')
        : wrong(`The database is in ${row.encoding}`, 'Create it with ENCODING UTF8.'),
      skew < 1_000
        ? ok('The clocks of this machine and of the database agree')
        : wrong(
            `The clocks of this machine and of the database differ by ${(skew / 1000).toFixed(1)} s`,
            'Run an NTP client on both: codes and releases depend on the time.',
          ),
    ]
  })

/** The tables are up to date, and the role that runs the app is not one that could change them. */
const checkRoles = async ({ databaseUrl, ownerDatabaseUrl }: Addresses): Promise<Finding[]> => {
  const pending = await pendingMigrations(databaseUrl)
  const tables = pending.length
    ? wrong(`${pending.length} migrations have not run`, 'Run: npm run plenary -- migrate')
    : ok('The tables are up to date')
  const findings = await connected(databaseUrl, async (client): Promise<Finding[]> => {
    const { rows } = await client.query<{ role: string; super: boolean; changes: boolean | null; makes: boolean }>(
      `SELECT rolname AS role, rolsuper AS super, has_schema_privilege('public', 'CREATE') AS makes,
              (SELECT has_table_privilege(oid, 'UPDATE') FROM pg_class WHERE oid = to_regclass('public.audit_entry')) AS changes
         FROM pg_roles WHERE rolname = current_user`,
    )
    const role = rows[0]
    if (!role) return []
    if (role.super)
      return [
        wrong(`The app runs as the superuser ${role.role}`, 'Set DATABASE_URL to a role that may only use the tables.'),
      ]
    if (role.makes || role.changes)
      return [
        warning(
          `The app's role ${role.role} may change tables or the audit trail`,
          'Use two roles: OWNER_DATABASE_URL for the owner, DATABASE_URL for one without rights of its own (docs/operations.md).',
        ),
      ]
    return [ok(`The app's role ${role.role} may use the tables and change none of them`)]
  })
  const owner = ownerDatabaseUrl
    ? await connected(ownerDatabaseUrl, async () => ok('The owner of the tables can sign in')).catch((error: unknown) =>
        wrong(`The owner of the tables cannot sign in (${wordsOf(error)})`, 'Check OWNER_DATABASE_URL.'),
      )
    : undefined
  return [tables, ...findings, ...(owner ? [owner] : [])]
}

const checkDatabase = async (addresses: Addresses): Promise<Finding[]> => {
  try {
    return [...(await checkServer(addresses.databaseUrl)), ...(await checkRoles(addresses))]
  } catch (error) {
    return [wrong(`The database cannot be used (${wordsOf(error)})`, 'Check DATABASE_URL, and that the server runs.')]
  }
}

/** The mail server takes a message; with an address, it gets one. */
const checkMail = async (settings: Settings, to: string | undefined): Promise<Finding> => {
  const { smtpUrl, mailFrom, mailReplyTo } = settings
  if (!smtpUrl)
    return settings.development
      ? ok('No mail server: outgoing mail is on the outbox page')
      : wrong('No mail server: nobody gets a code to sign in', 'Set SMTP_URL and MAIL_FROM.')
  const { createTransport } = await import('nodemailer')
  const transport = createTransport({ url: smtpUrl, connectionTimeout: 10_000, greetingTimeout: 10_000 })
  try {
    await transport.verify()
    if (!to)
      return warning(
        'The mail server answers',
        'Send a message to be sure: npm run plenary -- doctor --mail-to you@example.org',
      )
    await transport.sendMail({
      from: mailFrom,
      ...(mailReplyTo && { replyTo: mailReplyTo }),
      to,
      subject: 'Plenary can send mail',
      text: `This message was sent by Plenary at ${settings.baseUrl.origin} to check its mail server.\n\nIf it is in your spam folder, add SPF and DKIM records for the domain of MAIL_FROM.\n`,
    })
    return ok(`The mail server took a message for ${to}: see that it arrives, and not as spam`)
  } catch (error) {
    return wrong(`The mail server refuses (${wordsOf(error)})`, 'Check SMTP_URL, its user and password, and MAIL_FROM.')
  } finally {
    transport.close()
  }
}

/** Whoever follows a link in a mail reaches us, and is not taken for the proxy in front. */
const checkAddress = async (settings: Settings): Promise<Finding[]> => {
  const { baseUrl, trustProxy, development } = settings
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(baseUrl.hostname)
  const findings: Finding[] = []
  if (!development && isLocal)
    findings.push(
      warning(
        `BASE_URL is ${baseUrl.origin}: links in mail work on this machine only`,
        'Set BASE_URL to the public address.',
      ),
    )
  if (!isLocal && baseUrl.protocol === 'http:')
    findings.push(
      wrong(
        `${baseUrl.origin} is not encrypted`,
        'Put a proxy with a certificate in front, and set BASE_URL to https://…',
      ),
    )
  if (baseUrl.protocol === 'https:' && trustProxy === false)
    findings.push(
      warning(
        'Everybody seems to come from the proxy that ends HTTPS, and shares one rate limit',
        'Set TRUST_PROXY to the number of proxies in front (such as 1), or to their addresses.',
      ),
    )
  if (trustProxy === true)
    findings.push(
      warning(
        'Anybody may claim any address in X-Forwarded-For',
        'Set TRUST_PROXY to the number of proxies, or to their addresses.',
      ),
    )
  try {
    const response = await fetch(new URL('/health/ready', baseUrl), { signal: AbortSignal.timeout(10_000) })
    const isUs = response.headers.has('x-request-id')
    findings.push(
      response.ok && isUs
        ? ok(`Plenary answers at ${baseUrl.origin}`)
        : wrong(
            `${baseUrl.origin} answers ${response.status}${isUs ? '' : ', and it is not Plenary'}`,
            'Check BASE_URL and the proxy.',
          ),
    )
    const skew = Math.abs(Date.parse(response.headers.get('date') ?? '') - Date.now())
    if (skew > 5_000)
      findings.push(
        warning(
          `The clock of ${baseUrl.hostname} is ${Math.round(skew / 1000)} s off`,
          'Run an NTP client there and here.',
        ),
      )
  } catch (error) {
    const reason = error instanceof Error && error.cause instanceof Error ? error.cause.message : wordsOf(error)
    findings.push(
      warning(
        `Nothing answers at ${baseUrl.origin} (${reason})`,
        'Start Plenary first; then check BASE_URL, DNS and the proxy.',
      ),
    )
  }
  return findings
}

const checkMachine = async ({ dataDir, databaseUrl, secretKeys }: Settings): Promise<Finding[]> => {
  const findings: Finding[] = [
    secretKeys.length
      ? ok(`${secretKeys.length} secret ${secretKeys.length === 1 ? 'key' : 'keys'}`)
      : ok('The secret keys are in the data folder'),
  ]
  if (databaseUrl) return findings
  if (!secretKeys.length) await secretKeysIn(dataDir)
  const { bavail, bsize } = await statfs(dataDir)
  const free = (bavail * bsize) / 2 ** 30
  findings.push(
    free > 1
      ? ok(`${free.toFixed(0)} GB are free for the database`)
      : warning(
          `Only ${(free * 1024).toFixed(0)} MB are free for the database`,
          `Free some space on the disk of ${dataDir}.`,
        ),
  )
  return findings
}

/** Looks at a deployment and says what is wrong with it. */
export const examine = async (settings: Settings, addresses: Addresses, mailTo?: string): Promise<Finding[]> => {
  const all = await Promise.all([
    checkMachine(settings),
    checkDatabase(addresses),
    checkMail(settings, mailTo).then((finding) => [finding]),
    checkAddress(settings),
  ])
  return all.flat()
}
