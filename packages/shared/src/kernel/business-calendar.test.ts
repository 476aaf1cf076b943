import { expect, test } from 'vitest'
import { type BusinessCalendar, shiftsOn, validateCalendar } from './business-calendar.ts'
import { localDate } from './instant.ts'

const morning = { from: '09:00', to: '12:00' }
const afternoon = { from: '13:30', to: '18:00' }
const weekend = { from: '08:00', to: '21:00' }

/** Closed on Monday; 1 to 3 October 2024 are holidays, Monday 30 September and Monday 7 October are worked instead. */
const campus: BusinessCalendar = {
  timeZone: 'Asia/Shanghai',
  weekly: {
    mon: [],
    tue: [afternoon, morning],
    wed: [morning, afternoon],
    thu: [morning, afternoon],
    fri: [morning, afternoon],
    sat: [weekend],
    sun: [weekend],
  },
  holidays: [localDate('2024-10-01'), localDate('2024-10-02'), localDate('2024-10-03')],
  makeUpDays: [
    { date: localDate('2024-09-30'), asWeekday: 'thu' },
    { date: localDate('2024-10-07'), shifts: [{ from: '10:00', to: '24:00' }] },
  ],
}

test('a day has the shifts of its weekday, earliest first', () => {
  expect(shiftsOn(campus, localDate('2024-09-24'))).toEqual([morning, afternoon])
  expect(shiftsOn(campus, localDate('2024-09-28'))).toEqual([weekend])
  expect(shiftsOn(campus, localDate('2024-09-23'))).toEqual([])
})

test('a holiday has no shifts', () => {
  expect(shiftsOn(campus, localDate('2024-10-02'))).toEqual([])
})

test('a make-up working day has the shifts of the weekday that it stands for, or its own', () => {
  expect(shiftsOn(campus, localDate('2024-09-30'))).toEqual([morning, afternoon])
  expect(shiftsOn(campus, localDate('2024-10-07'))).toEqual([{ from: '10:00', to: '24:00' }])
})

test('reading the shifts of a day leaves the calendar as it was', () => {
  shiftsOn(campus, localDate('2024-09-24'))
  expect(campus.weekly.tue).toEqual([afternoon, morning])
})

test('a calendar without fault is accepted, also with shifts that touch', () => {
  const touching = { ...campus, weekly: { ...campus.weekly, mon: [morning, { from: '12:00', to: '24:00' }] } }
  expect(validateCalendar(campus)).toEqual({ ok: true, value: campus })
  expect(validateCalendar(touching).ok).toBe(true)
})

test('a zone that nobody knows is refused', () => {
  const refused = validateCalendar({ ...campus, timeZone: 'Asia/Atlantis' })
  expect(refused).toMatchObject({ ok: false, code: 'unknownTimeZone', details: { timeZone: 'Asia/Atlantis' } })
})

test.each([
  { from: '12:00', to: '09:00' },
  { from: '09:00', to: '09:00' },
  { from: '24:00', to: '24:00' },
  { from: '9:00', to: '12:00' },
  { from: '09:00', to: '25:00' },
  { from: '22:00', to: '00:00' },
])('a shift must be HH:mm and start before it ends: $from–$to is refused', (shift) => {
  const refused = validateCalendar({ ...campus, weekly: { ...campus.weekly, wed: [morning, shift] } })
  expect(refused).toEqual({ ok: false, code: 'badShift', details: { day: 'wed', ...shift } })
})

test('overlapping shifts are refused, whatever their order', () => {
  const early = { from: '08:00', to: '09:01' }
  const refused = validateCalendar({ ...campus, weekly: { ...campus.weekly, sat: [morning, early] } })
  expect(refused).toEqual({ ok: false, code: 'overlappingShifts', details: { day: 'sat', ...morning } })
})

test('the shifts of a make-up day are checked like those of the week', () => {
  const date = localDate('2024-09-30')
  const refused = validateCalendar({ ...campus, makeUpDays: [{ date, shifts: [morning, morning] }] })
  expect(refused).toMatchObject({ code: 'overlappingShifts', details: { day: date } })
})

test('a make-up day that is a holiday too, or is named twice, is refused', () => {
  const onHoliday = { date: localDate('2024-10-01'), asWeekday: 'mon' } as const
  const twice = { date: localDate('2024-09-30'), asWeekday: 'mon' } as const
  expect(validateCalendar({ ...campus, makeUpDays: [onHoliday] })).toMatchObject({ code: 'makeUpDayOnHoliday' })
  expect(validateCalendar({ ...campus, makeUpDays: [...campus.makeUpDays, twice] })).toMatchObject({
    code: 'repeatedMakeUpDay',
    details: { day: '2024-09-30' },
  })
})

test('a week without any shift is refused, because nothing would ever be due', () => {
  const weekly = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] }
  expect(validateCalendar({ ...campus, weekly })).toMatchObject({ ok: false, code: 'noWorkingTime' })
})
