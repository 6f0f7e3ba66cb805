import { expect, test } from 'vitest'
import { currentRequest } from '../http/current-request.ts'
import { loggedError, logTo, NestLog } from './log.ts'

const lines: Record<string, unknown>[] = []
const logger = logTo('info', { write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) })
const log = new NestLog(logger)

const last = (): Record<string, unknown> => {
  const { time: _, ...rest } = lines.at(-1) ?? {}
  return rest
}

test('a line is JSON with the request it belongs to', () => {
  currentRequest.run({ requestId: 'r1' }, () => log.warn('Two agendas overlap', 'Agenda'))
  expect(last()).toEqual({ level: 'warn', from: 'Agenda', requestId: 'r1', msg: 'Two agendas overlap' })
  log.warn({ job: 'mail', jobId: '1' }, 'A job failed', 'Jobs')
  expect(last()).toEqual({ level: 'warn', from: 'Jobs', job: 'mail', jobId: '1', msg: 'A job failed' })
  log.error('Broken', 'Error: x\n    at y', 'Http')
  expect(last()).toEqual({ level: 'error', from: 'Http', msg: 'Broken' })
})

test('nobody’s address gets into it, nor that of somebody’s calendar', () => {
  log.error('Cannot reach ana@example.org today')
  expect(last()['msg']).toBe('Cannot reach [address] today')
  log.error('Invalid URL: https://plenary.example.org/feeds/s3cr3t-S_1.ics')
  expect(last()['msg']).toBe('Invalid URL: https://plenary.example.org/feeds/[secret]')
  log.warn({ email: 'ana@example.org', cookie: 'x', token: 'y', headers: {}, step: 1 }, 'hm', 'X')
  expect(last()).toEqual({ level: 'warn', from: 'X', step: 1, msg: 'hm' })
})

test('nobody’s token gets into it, whoever wrote the words', () => {
  const token = 'plenary_q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA4fuySj'
  log.error(`Refused: Bearer ${token}`)
  expect(last()['msg']).toBe('Refused: Bearer [token]')
  expect(loggedError(new Error(`${token} is none`, { cause: new Error(token) }))).toMatchObject({
    message: '[token] is none',
    cause: { message: '[token]' },
  })
  log.warn({ authorization: token, token, step: 1 }, 'hm', 'X')
  expect(last()).toEqual({ level: 'warn', from: 'X', step: 1, msg: 'hm' })
})

test('of an error it keeps what broke, not whose row it was', () => {
  const driverError = Object.assign(new Error('duplicate key value violates unique constraint "person_email"'), {
    code: '23505',
    constraint: 'person_email',
    detail: 'Key (email)=(ana@example.org) already exists.',
  })
  const error = Object.assign(new Error(driverError.message), {
    name: 'QueryFailedError',
    driverError,
    parameters: ['ana@example.org'],
    query: 'INSERT …',
  })
  const logged = loggedError(new Error('Saving ana@example.org failed', { cause: error }))
  expect(logged).toMatchObject({
    type: 'Error',
    message: 'Saving [address] failed',
    cause: { type: 'QueryFailedError', code: '23505', constraint: 'person_email' },
  })
  expect(JSON.stringify(logged)).not.toMatch(/ana@|INSERT|parameters/)
  const wrong = Object.assign(new Error('invalid input syntax for type uuid: "Ana Lima"'), { name: 'QueryFailedError' })
  expect(JSON.stringify(loggedError(wrong))).not.toContain('Ana')
  log.error(wrong)
  expect(JSON.stringify(last())).not.toContain('Lima')
})

test('what is below the level costs nothing', () => {
  const before = lines.length
  log.debug('details')
  expect(lines.length).toBe(before)
})
