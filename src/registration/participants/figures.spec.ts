import { expect, test } from 'vitest'
import { figuresFrom, type ChoiceRow, type PeopleRow } from './figures.ts'

const MEETING = { days: ['2022-10-18', '2022-10-19'], constituencies: ['academia', 'member-state'] }

const people = (more: Partial<PeopleRow>): PeopleRow => ({
  constituency: 'member-state',
  state: 'ARG',
  standing: 'confirmed',
  holds: true,
  waits: false,
  people: 1,
  ...more,
})

const choice = (more: Partial<ChoiceRow>): ChoiceRow => ({
  day: '2022-10-18',
  state: 'ARG',
  standing: 'confirmed',
  mode: 'in-person',
  choice: 'held',
  held: 'in-person',
  people: 1,
  ...more,
})

test('people by constituency, in the order of the list, those of the meeting even when nobody came', () => {
  const { constituencies, total } = figuresFrom(
    [
      people({ people: 3 }),
      people({ state: 'BOL', standing: 'requested', people: 2 }),
      people({ constituency: 'media', state: null, standing: 'requested', holds: false }),
    ],
    [],
    MEETING,
  )
  expect(constituencies).toEqual([
    { constituency: 'member-state', confirmed: 3, requested: 2, waiting: 0 },
    { constituency: 'academia', confirmed: 0, requested: 0, waiting: 0 },
    { constituency: 'media', confirmed: 0, requested: 1, waiting: 0 },
  ])
  expect(total).toEqual({ confirmed: 3, requested: 3, waiting: 0 })
})

test('who waits alone takes no part; who is online meanwhile is counted under both', () => {
  const { total } = figuresFrom(
    [people({ holds: false, waits: true, people: 4 }), people({ waits: true, people: 5 })],
    [],
    MEETING,
  )
  expect(total).toEqual({ confirmed: 5, requested: 0, waiting: 9 })
})

test('by regional group, with how many of its States take part; States in none are said to be', () => {
  const { regionalGroups } = figuresFrom(
    [
      people({ people: 2 }),
      people({ state: 'BOL' }),
      people({ state: 'BRA', standing: 'requested' }),
      people({ state: 'FRA' }),
      people({ state: 'USA', people: 6 }),
      people({ constituency: 'observer-state', state: 'VAT' }),
      people({ constituency: 'academia', state: null }),
    ],
    [],
    MEETING,
  )
  expect(regionalGroups).toEqual([
    { group: 'african', states: 0, confirmed: 0, requested: 0, waiting: 0 },
    { group: 'asia-pacific', states: 0, confirmed: 0, requested: 0, waiting: 0 },
    { group: 'eastern-european', states: 0, confirmed: 0, requested: 0, waiting: 0 },
    { group: 'grulac', states: 2, confirmed: 3, requested: 1, waiting: 0 },
    { group: 'weog', states: 1, confirmed: 1, requested: 0, waiting: 0 },
    { group: null, states: 2, confirmed: 7, requested: 0, waiting: 0 },
  ])
  expect(figuresFrom([people({})], [], MEETING).regionalGroups.map(({ group }) => group)).not.toContain(null)
})

test('by day and mode: places held, places asked for, and who is in line', () => {
  const { days } = figuresFrom(
    [],
    [
      choice({ people: 10 }),
      choice({ standing: 'requested', people: 2 }),
      choice({ choice: 'requested', held: null, people: 1 }),
      choice({ choice: 'waiting', held: 'online', people: 3 }),
      choice({ choice: 'offered', held: null, people: 1 }),
      choice({ day: '2022-10-19', mode: 'online', held: 'online', people: 7 }),
      choice({ day: '2022-10-19', mode: 'none', choice: 'none', held: null, people: 9 }),
    ],
    MEETING,
  )
  expect(days).toEqual([
    { day: '2022-10-18', mode: 'in-person', confirmed: 10, requested: 3, waiting: 4 },
    { day: '2022-10-18', mode: 'online', confirmed: 3, requested: 0, waiting: 0 },
    { day: '2022-10-19', mode: 'in-person', confirmed: 0, requested: 0, waiting: 0 },
    { day: '2022-10-19', mode: 'online', confirmed: 7, requested: 0, waiting: 0 },
  ])
})

test('States by way of participation: only places that are confirmed', () => {
  const { states } = figuresFrom(
    [],
    [
      choice({ people: 2 }),
      choice({ day: '2022-10-19', mode: 'online', held: 'online' }),
      choice({ state: 'BOL', standing: 'requested' }),
      choice({ state: null, people: 5 }),
    ],
    MEETING,
  )
  expect(states).toEqual([
    {
      state: 'ARG',
      days: [
        { day: '2022-10-18', inPerson: 2, online: 0 },
        { day: '2022-10-19', inPerson: 0, online: 1 },
      ],
    },
  ])
})
