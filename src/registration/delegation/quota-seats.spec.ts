import { expect, test } from 'vitest'
import { asId } from '../../kernel/id.ts'
import { quotaSeats } from './quota-seats.ts'

const holds = (id: string, ...held: ('in-person' | 'online' | null)[]) => ({
  id: asId<'Registration'>(id),
  standing: { days: held.map((mode, index) => ({ day: `2022-10-1${8 + index}`, held: mode })) },
})

test('each takes a number of the quota of a day, in the order given; who waits takes none', () => {
  const people = [
    holds('a', 'in-person', 'online'),
    holds('b', null, 'in-person'),
    holds('c', 'in-person', 'in-person'),
  ]
  const seats = quotaSeats(
    [
      { day: '2022-10-18', mode: 'in-person', capacity: 3 },
      { day: '2022-10-19', mode: 'in-person', capacity: 2 },
      { day: '2022-10-19', mode: 'online', capacity: null },
    ],
    people,
  )
  const said = (id: string) =>
    (seats.get(asId<'Registration'>(id)) ?? []).map(
      ({ day, mode, number, capacity }) => `${day} ${mode} ${number}/${capacity}`,
    )
  expect(said('a')).toEqual(['2022-10-18 in-person 1/3'])
  expect(said('b')).toEqual(['2022-10-19 in-person 1/2'])
  expect(said('c')).toEqual(['2022-10-18 in-person 2/3', '2022-10-19 in-person 2/2'])
})
