import type { AttendanceStatus } from '@tutelage/shared/contracts/enrollment/events.ts'
import { multiplyRatio } from '@tutelage/shared/kernel/money.ts'
import type { Mark } from './mark.ts'

/** How often a student was there. */
export interface AttendanceRate {
  /** Lessons the student was due at: neither cancelled by the school nor a make-up of another. */
  readonly dueLessons: number
  readonly attendedLessons: number
  /** Hundredths of a percent, rounded half to even; none when no lesson was due. */
  readonly rateBasisPoints?: number
}

const present: readonly AttendanceStatus[] = ['attended', 'late']
const due: readonly AttendanceStatus[] = [...present, 'leave', 'absent']

/** The share of some lessons in others. */
export function rateOf(dueLessons: number, attendedLessons: number): AttendanceRate {
  if (dueLessons === 0) return { dueLessons, attendedLessons }
  return { dueLessons, attendedLessons, rateBasisPoints: multiplyRatio(10_000, attendedLessons, dueLessons) }
}

/** What of a mark counts for attendance; of who made another lesson up, nothing. */
export function countsAs({ status, makesUp }: Pick<Mark, 'status' | 'makesUp'>): 'attended' | 'missed' | 'notDue' {
  if (makesUp || !due.includes(status)) return 'notDue'
  return present.includes(status) ? 'attended' : 'missed'
}

/** How many of some marks are of who was due, and of who was there. */
export function countAttendance(marks: readonly Pick<Mark, 'status' | 'makesUp'>[]) {
  const counted = marks.map(countsAs)
  return {
    due: counted.filter((each) => each !== 'notDue').length,
    present: counted.filter((each) => each === 'attended').length,
  }
}

/** The share of the lessons a student was due at in which they were. Rule: E6. */
export function attendanceRate(marks: readonly Pick<Mark, 'status' | 'makesUp'>[]): AttendanceRate {
  const counted = countAttendance(marks)
  return rateOf(counted.due, counted.present)
}
