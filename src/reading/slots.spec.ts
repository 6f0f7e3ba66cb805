import { expect, test } from 'vitest'
import { attendEntry, closedEntry, programmeEntry } from '../../test/builders/agenda-view.ts'
import { asId } from '../kernel/id.ts'
import { slotsOf } from './slots.ts'

const at = (from: string, to: string) => ({ from: `2022-10-18T${from}`, to: `2022-10-18T${to}` })
const session = (code: string, from: string, to: string) =>
  programmeEntry({ ...at(from, to), code, id: asId(`0199a000-0000-7000-8000-0000000${code.padStart(5, '0')}`) })

test('sessions of the same time stand side by side, a closed one among them', () => {
  const slots = slotsOf([
    session('10', '13:15', '14:30'),
    closedEntry(at('13:15', '14:30')),
    session('11', '15:00', '16:30'),
  ])
  expect(slots.map((slot) => (slot.is === 'sessions' ? slot.entries.map(({ level }) => level) : slot.is))).toEqual([
    ['programme', 'closed'],
    ['programme'],
  ])
})

test('a session that begins with others and ends later has a slot of its own', () => {
  expect(slotsOf([session('10', '15:00', '16:30'), session('11', '15:00', '17:00')])).toHaveLength(2)
})

test('a break is a line of its own and does not part what runs beside it', () => {
  const slots = slotsOf([
    session('10', '13:15', '14:30'),
    attendEntry({ ...at('13:15', '14:30'), kind: 'break', code: 'LU-1' }),
    session('11', '13:15', '14:30'),
  ])
  expect(slots.map((slot) => (slot.is === 'sessions' ? slot.entries.length : slot.is))).toEqual([2, 'pause'])
})

test('sessions without a time come one by one', () => {
  const open = { ...programmeEntry(), start: null, end: null }
  expect(slotsOf([open, open])).toHaveLength(2)
})
