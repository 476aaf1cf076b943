import { centihours } from '@tutelage/shared/kernel/centihours.ts'
import { instant } from '@tutelage/shared/kernel/instant.ts'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { nthId } from '../testing/account-fixtures.ts'
import type { Mark } from './mark.ts'
import { comingMarks, nextPart, restOf, type SheetStudent, splitSheet, studentsOf } from './rest-of-sheet.ts'

const at = instant('2026-03-02T10:00:00.000Z')
const kinds = ['guest', 'attended', 'leave', 'unmarked'] as const

/** A student of the sheet: a guest, one who pays the teacher, one who does not, or one who is only told of the course's end. */
function student(kind: (typeof kinds)[number], n: number): SheetStudent {
  const whose = { studentId: nthId('student', n), enrollmentId: nthId('enrollment', n) }
  if (kind === 'unmarked') return whose
  const pays = kind !== 'leave'
  const mark: Mark = {
    ...{ ...whose, lessonId: nthId('lesson', 1), startsAt: at, status: pays ? 'attended' : 'leave' },
    rule: { deductsHours: pays, paysTeacher: pays, grantsMakeUp: false },
    ...{ markedAt: at, markedBy: { kind: 'teacher', id: 'stf_teacher' }, revision: 1 },
  }
  return kind === 'guest' ? { ...whose, mark, missed: { value: mark, version: 1 } } : { ...whose, mark }
}

const writes = (students: readonly SheetStudent[]): number =>
  students.reduce((sum, { mark, missed }) => sum + (missed ? 4 : mark ? 3 : 1), 0)
const idsOf = (students: readonly SheetStudent[]) => students.map(({ enrollmentId }) => enrollmentId)

const sheet = fc
  .record({
    guests: fc.nat(5),
    classmates: fc.array(fc.constantFrom('attended' as const, 'leave' as const, 'unmarked' as const), {
      maxLength: 200,
      size: 'max',
    }),
    others: fc.integer({ min: 3, max: 8 }),
  })
  .map(({ guests, classmates, others }) => {
    const all = [...classmates, ...Array.from({ length: guests }, () => 'guest' as const)]
    return { students: all.map(student), others }
  })

test('E6: the parts of a sheet hold each of its students once, and no part more than a transaction takes', () => {
  fc.assert(
    fc.property(sheet, ({ students, others }) => {
      const { now, later } = splitSheet(students, others)
      expect(writes(now) + others + Number(later.length > 0)).toBeLessThanOrEqual(100)
      const marked = [...idsOf(now)]
      const common = { lessonId: nthId('lesson', 1), classGroupId: nthId('classGroup', 1), startsAt: at, markedAt: at }
      let rest = restOf(later, {
        ...common,
        centihours: centihours(200),
        markedBy: { kind: 'teacher', id: 'stf_teacher' },
      })
      expect(studentsOf(rest)).toEqual(later.map(({ missed: _, ...each }) => each))
      expect(comingMarks(rest).filter(({ deduction }) => deduction)).toHaveLength(
        later.filter(({ mark }) => mark?.rule.deductsHours).length,
      )
      while (rest.students.length > 0) {
        const part = nextPart(rest)
        expect(part.now.length).toBeGreaterThan(0)
        expect(writes(part.now) + 2).toBeLessThanOrEqual(100)
        marked.push(...idsOf(part.now))
        rest = part.left
      }
      expect(marked.sort()).toEqual([...idsOf(students)].sort())
    }),
  )
})

test('E6, E17: one transaction as long as it holds all; else guests and a reason to pay the teacher are in the first', () => {
  fc.assert(
    fc.property(sheet, ({ students, others }) => {
      const { now, later } = splitSheet(students, others)
      if (writes(students) + others <= 100) expect(now).toEqual(students)
      else expect(later.length).toBeGreaterThan(0)
      expect(later.filter(({ missed }) => missed)).toEqual([])
      const pays = (some: readonly SheetStudent[]): boolean => some.some(({ mark }) => mark?.rule.paysTeacher)
      expect(pays(now)).toBe(pays(students))
    }),
  )
})
