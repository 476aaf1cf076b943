import { campusOf } from '@tutelage/shared/contracts/campus.ts'
import type { ComplaintClock } from '@tutelage/shared/contracts/feedback/complaint-fields.ts'
import { addMs, type DurationMs, type Instant, instant, minuteMs } from '@tutelage/shared/kernel/instant.ts'
import { workingTimeBetween } from '@tutelage/shared/kernel/working-time.ts'
import { sampleCampus } from '@tutelage/shared/testing/sample-campus.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  dueAtOf,
  meetTarget,
  nextRing,
  pauseClock,
  restartTarget,
  resumeClock,
  ringClock,
  startClock,
} from './complaint-clock.ts'

const { calendar } = campusOf(sampleCampus())
const timing = (now: Instant) => ({ now, calendar, warnAtPercentLeft: 25 })
/** Monday, 9:00 at the campus. */
const monday = instant('2026-03-02T09:00:00+08:00')
const at = (text: string): Instant => instant(`2026-03-${text}+08:00`)
const budgets = { acknowledge: 120 * minuteMs, update: 480 * minuteMs, resolve: 1_440 * minuteMs }
const started = () => startClock(budgets, timing(monday))

function paused(clock: ComplaintClock, now: Instant) {
  if (clock.status === 'paused') throw new Error('it stands already')
  return pauseClock(clock, 'waitingForFamily', timing(now))
}

const dueAt = (clock: ComplaintClock, now: Instant) => dueAtOf(clock, 'resolve', timing(now))

test('F3: targets run in working time, across lunch, evening and night', () => {
  const clock = startClock(budgets, timing(at('02T11:30:00')))
  expect(dueAtOf(clock, 'acknowledge', timing(monday))).toBe(at('02T15:00:00'))
  expect(dueAtOf(clock, 'update', timing(monday))).toBe(at('03T12:00:00'))
})

test('F3: a warning comes when a quarter is left, the breach at the end, each told once', () => {
  const clock = started()
  expect(nextRing(clock)).toBe(at('02T10:30:00'))
  const warned = ringClock(clock, at('02T10:30:00'))
  expect(warned.rings).toEqual([{ target: 'acknowledge', stage: 'warning', dueAt: at('02T11:00:00') }])
  expect(ringClock(warned.clock, at('02T10:59:00')).rings).toEqual([])
  const breached = ringClock(warned.clock, at('02T11:00:00'))
  expect(breached.rings).toEqual([{ target: 'acknowledge', stage: 'breach', dueAt: at('02T11:00:00') }])
  expect(ringClock(breached.clock, at('02T11:30:00')).rings).toEqual([])
})

test('F3: what is found breached is not warned of first', () => {
  expect(ringClock(started(), at('02T12:00:00')).rings.map(({ stage }) => stage)).toEqual(['breach'])
})

test('F3: a target that was met is not told of any more', () => {
  expect(ringClock(meetTarget(started(), 'acknowledge'), at('02T12:00:00')).rings).toEqual([])
})

test('F3: nothing is due while the clock stands', () => {
  const clock = paused(started(), at('02T10:00:00'))
  expect(nextRing(clock)).toBeUndefined()
  expect(ringClock(clock, at('30T10:00:00')).rings).toEqual([])
})

test('F3: a telling restarted while the clock stands waits with its whole time', () => {
  const clock = paused(started(), at('02T10:00:00'))
  const restarted = restartTarget(clock, 'update', timing(at('03T10:00:00')))
  expect(restarted.targets.find(({ target }) => target === 'update')?.leftWorkingMs).toBe(budgets.update)
  expect(restarted.targets.find(({ target }) => target === 'resolve')?.leftWorkingMs).toBe(
    budgets.resolve - 60 * minuteMs,
  )
})

/** Gaps between a pause and the next resumption and so on, in minutes and odd milliseconds. */
const gaps = fc.array(fc.tuple(fc.nat(3_000), fc.nat(999)), { maxLength: 12 })

interface Played {
  readonly clock: ComplaintClock
  readonly now: Instant
  /** Working time while it ran. */
  readonly spentWorkingMs: DurationMs
}

/** Pauses and resumes in turn, as long as the clock has not run out; ends running. */
function play(sequence: readonly (readonly [number, number])[]): Played {
  let state: Played = { clock: started(), now: monday, spentWorkingMs: 0 }
  for (const [minutes, ms] of sequence) {
    const { clock, now, spentWorkingMs } = state
    const next = addMs(now, minutes * minuteMs + ms)
    if (clock.status === 'paused') {
      state = { clock: resumeClock(clock, timing(next)), now: next, spentWorkingMs }
      continue
    }
    if (next >= (dueAt(clock, now) ?? now)) break
    const spent = workingTimeBetween(calendar, now, next)
    state = { clock: paused(clock, next), now: next, spentWorkingMs: spentWorkingMs + spent }
  }
  if (state.clock.status === 'running') return state
  return { ...state, clock: resumeClock(state.clock, timing(state.now)) }
}

test('F3: however often it was paused, a clock breaches when its working time is spent, not before and not after', () => {
  fc.assert(
    fc.property(gaps, (sequence) => {
      const { clock, now, spentWorkingMs } = play(sequence)
      const due = dueAt(clock, now)
      expect(due && spentWorkingMs + workingTimeBetween(calendar, now, due)).toBe(budgets.resolve)
      const before = due && ringClock(clock, addMs(due, -1)).rings
      expect(before?.some(({ target, stage }) => target === 'resolve' && stage === 'breach')).toBe(false)
      const after = due && ringClock(clock, due).rings
      expect(after?.some(({ target, stage }) => target === 'resolve' && stage === 'breach')).toBe(true)
    }),
  )
})

test('F3: pausing never makes anything due earlier, nor later than by the working time that it stood', () => {
  fc.assert(
    fc.property(gaps, fc.nat(20_000), fc.nat(20_000), (sequence, untilPause, pause) => {
      const { clock, now } = play(sequence)
      const due = dueAt(clock, now)
      const stopsAt = addMs(now, untilPause * minuteMs)
      fc.pre(due !== undefined && stopsAt < due)
      const goesOnAt = addMs(stopsAt, pause * minuteMs)
      const later = dueAt(resumeClock(paused(clock, stopsAt), timing(goesOnAt)), goesOnAt)
      if (!due || !later) throw new Error('the target is gone')
      expect(later >= due).toBe(true)
      expect(workingTimeBetween(calendar, due, later)).toBe(workingTimeBetween(calendar, stopsAt, goesOnAt))
    }),
  )
})
