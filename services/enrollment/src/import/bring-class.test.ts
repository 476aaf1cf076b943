import { instant } from '@tutelage/shared/kernel/instant.ts'
import { expect, test } from 'vitest'
import { enrollmentBench, evening, lessonAt } from '../testing/enrollment-bench.ts'

/** A school brought in from its files: two classes of one course and term, a student in the first. */
async function broughtIn() {
  const at = await enrollmentBench()
  const bring = async (kind: string, digit: string, rows: readonly Readonly<Record<string, string>>[]) => {
    const { importId } = (await at.post('/imports', { kind, digest: digit.repeat(64), dryRun: false })).body
    const sent = { from: 1, rows: rows.map((cells) => ({ cells })), last: true }
    expect((await at.post(`/imports/${importId}/rows`, sent)).body).toMatchObject({ problems: 0 })
  }
  const named = {
    ...{ titleZh: '数学', titleEn: 'Maths', courseCode: 'M', courseZh: '数学', courseEn: 'Maths', subject: 'Maths' },
    ...{ level: '5', termCode: 'spring', termZh: '春季', termEn: 'Spring', capacity: '2', lessonsLeft: '24' },
    ...{ termStartsOn: '2026-03-01', termEndsOn: '2026-05-31', hoursPerLesson: '2', teacherRate: '150' },
  }
  await bring('classes', 'a', [
    { ...named, classCode: 'A', teacherId: 'stf_teacher' },
    { ...named, classCode: 'B', teacherId: 'stf_other' },
  ])
  const studentId = await at.student(1)
  await bring('students', 'b', [{ studentNumber: 'S-1', studentId }])
  const balance = { enrollmentNumber: 'E-1', studentNumber: 'S-1', classCode: 'A' }
  await bring('balances', 'c', [{ ...balance, boughtHours: '48', usedHours: '12', prepaid: '7200' }])
  const [{ enrollmentId, classGroupId, termId }] = (await at.get(`/students/${studentId}/enrollments`)).body.items
  const classes: { classGroupId: string }[] = (await at.get('/class-groups')).body.items
  const otherId = classes.find((each) => each.classGroupId !== classGroupId)?.classGroupId ?? ''
  return { at, studentId, enrollmentId, classGroupId, otherId, termId }
}

test('E14: the census of a term counts the classes that came from another system', async () => {
  const { at, studentId, termId } = await broughtIn()
  at.clock.set(instant('2026-05-03T15:40:00Z'))
  await at.runDaily('take-census')
  expect((await at.get(`/terms/${termId}/renewals`)).body).toMatchObject({ counted: 1, items: [{ studentId }] })
})

test('E9: a lesson is made up in a class that came from another system, also where an earlier row brought its term', async () => {
  const { at, studentId, enrollmentId, classGroupId, otherId } = await broughtIn()
  const [missed = ''] = await at.lessons(classGroupId, 1)
  await at.post(`/class-groups/${otherId}/lessons`, { lessons: [lessonAt(3)] })
  at.clock.set(evening(0))
  await at.mark(missed, { [studentId]: 'leave' })
  const { items } = (await at.get(`/enrollments/${enrollmentId}/spare-seats`)).body
  expect(items).toMatchObject([{ lesson: { classGroupId: otherId }, spareSeats: 2 }])
})
