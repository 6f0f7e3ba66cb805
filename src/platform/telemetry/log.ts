import type { LoggerService, LogLevel as NestLevel } from '@nestjs/common'
import { pino, type DestinationStream, type Logger } from 'pino'
import type { LogLevel } from '../config/settings.ts'
import { currentRequest } from '../http/current-request.ts'

/** Anything that looks like a mailbox: whoever wrote the message, an address does not belong in a log. */
const MAILBOX = /[^\s<>"'(),;:=]+@[^\s<>"'(),;:=]+/g

/** An address that is a secret, with whatever follows it: whoever has it reads somebody's calendar. */
const SECRET_ADDRESS = /\/feeds\/[^\s"'<>]+/g

/** Anything that looks like an API token of ours. */
const TOKEN = /\bplenary_[\w-]+/g

/** A sentence without personal data or secrets. What people typed stands in quotation marks in messages of the database. */
export const cleanMessage = (message: string): string =>
  message.replace(MAILBOX, '[address]').replace(SECRET_ADDRESS, '/feeds/[secret]').replace(TOKEN, '[token]')

/**
 * What a log keeps of an error: its kind, its words, where it happened. Not its other properties: those of the database
 * carry the values of the row, those of nodemailer the envelope.
 */
export const loggedError = (error: unknown): object => {
  if (!(error instanceof Error)) return { type: typeof error }
  const fromDatabase = error.name === 'QueryFailedError' || error.name === 'DatabaseError' || error.name === 'error'
  const message = cleanMessage(fromDatabase ? error.message.replace(/: ".*"$/s, ': […]') : error.message)
  const source: unknown = 'driverError' in error ? error.driverError : error
  const detail = (name: string): object => {
    const value: unknown = source instanceof Error && name in source ? Reflect.get(source, name) : undefined
    return typeof value === 'string' && value.length < 100 ? { [name]: value } : {}
  }
  return {
    type: error.name,
    message,
    // Without its first lines, which repeat the message.
    stack: error.stack
      ?.split('\n')
      .filter((line) => /^\s+at /.test(line))
      .join('\n'),
    ...detail('code'),
    ...detail('constraint'),
    ...(error.cause !== undefined && { cause: loggedError(error.cause) }),
  }
}

/** The log: one JSON object a line, with the id of the request that was being answered. */
export const logTo = (
  level: LogLevel,
  destination: DestinationStream = pino.destination({ fd: 1, sync: true }),
): Logger =>
  pino(
    {
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: loggedError },
      // Belt and braces: nobody should log these, and here nobody can.
      redact: {
        paths: [
          'cookie',
          'authorization',
          'password',
          'code',
          'secret',
          'token',
          'headers',
          'email',
          'address',
          'body',
        ],
        remove: true,
      },
      mixin: () => {
        const ctx = currentRequest.getStore()
        return ctx ? { requestId: ctx.requestId } : {}
      },
    },
    destination,
  )

/** Nest's logger on the same log: `logger.warn({ err, job }, 'A job failed')`, or words alone. */
export class NestLog implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...more: unknown[]): void {
    this.write('info', message, more)
  }
  error(message: unknown, ...more: unknown[]): void {
    this.write('error', message, more)
  }
  warn(message: unknown, ...more: unknown[]): void {
    this.write('warn', message, more)
  }
  debug(message: unknown, ...more: unknown[]): void {
    this.write('debug', message, more)
  }
  verbose(message: unknown, ...more: unknown[]): void {
    this.write('trace', message, more)
  }
  fatal(message: unknown, ...more: unknown[]): void {
    this.write('fatal', message, more)
  }
  setLogLevels(_levels: NestLevel[]): void {
    // LOG_LEVEL decides.
  }

  /** Nest appends the name of the logger as the last argument; `error` may have a stack before it. */
  private write(level: Exclude<LogLevel, 'silent'>, message: unknown, more: unknown[]): void {
    if (!this.logger.isLevelEnabled(level)) return
    const words = more.filter((each): each is string => typeof each === 'string' && !/\n\s+at /.test(each))
    const [said, context] = words.length > 1 ? [words[0], words.at(-1)] : [undefined, words[0]]
    const from = context && { from: context }
    // Always with words: pino would take those of the error as they are.
    if (message instanceof Error) this.logger[level]({ err: message, ...from }, said ?? message.name)
    else if (typeof message === 'object' && message !== null) this.logger[level]({ ...message, ...from }, said ?? '')
    else this.logger[level]({ ...from }, cleanMessage(String(message)))
  }
}
