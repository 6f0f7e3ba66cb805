import { expect, test } from 'vitest'
import { aMeeting } from '../../test/builders/registration.ts'
import { answersOf, goingsOf, nameOfGoing, withoutThose } from './retention.ts'

const question = (id: string, retention?: string) => ({
  id,
  type: 'long-text' as const,
  required: false,
  label: { en: id },
  ...(retention && { retention }),
})

const meeting = aMeeting({
  registration: { retention: { photo: 'P7D' }, questions: [question('diet'), question('visa', 'P1D')] },
})

test('what goes of a meeting, in the order in which it goes, counted from midnight after its last day in its zone', () => {
  const goings = goingsOf(meeting).map((going) => `${going.on.toString()} ${nameOfGoing(going)}`)
  expect(goings.slice(0, 4)).toEqual([
    '2022-10-20T22:00:00Z question visa',
    '2022-10-26T22:00:00Z photo',
    // Clocks have gone back in Geneva.
    '2022-11-18T23:00:00Z passport',
    '2023-01-17T23:00:00Z needs',
  ])
})

test.each([
  ['photo', { gone: ['photo'], left: ['diet', 'visa', 'passport'] }],
  ['question visa', { gone: ['visa'], left: ['diet', 'passport', 'photo'] }],
  ['needs', { gone: ['diet'], left: ['visa', 'passport', 'photo'] }],
])('with %s go the answers that it is about, and no others', (name, expected) => {
  const going = goingsOf(meeting).find((each) => nameOfGoing(each) === name)!
  const photo = '018f0000-0000-7000-8000-000000000001'
  const { left, gone, files } = withoutThose(
    { diet: 'None', visa: 'Yes', passport: 'X1', photo },
    answersOf(going, meeting)!,
  )
  expect({ gone, left: Object.keys(left) }).toEqual(expected)
  expect(files).toEqual(name === 'photo' ? [photo] : [])
})

test('what is no answer takes none along', () => {
  expect(
    answersOf(
      goingsOf(meeting).find(({ kind }) => kind === 'calendar')!,
      meeting,
    ),
  ).toBeUndefined()
})
