import { expect, test } from 'vitest'
import { newId } from '../../kernel/id.ts'
import { queueFrom, queueName } from './queue-name.ts'

const DAYS = ['2022-10-18']
const session = newId<'Session'>()

test.each([
  { day: '2022-10-18', mode: 'in-person', session: null },
  { day: '2022-10-18', mode: 'floor', session: null },
  { day: '2022-10-18', mode: 'online', session },
] as const)('%j has a name that leads back to it', (queue) => {
  expect(queueFrom(queueName(queue), DAYS)).toEqual(queue)
})

test.each([
  undefined,
  '',
  '2022-10-19.online',
  '2022-10-18.hybrid',
  '2022-10-18.online.x',
  `2022-10-18.floor.${session}`,
])('%s is no queue', (name) => {
  expect(queueFrom(name, DAYS)).toBeUndefined()
})
