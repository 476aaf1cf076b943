import { campusKey } from '@tutelage/shared/data/keys.ts'
import { dayMs } from '@tutelage/shared/kernel/instant.ts'
import { expect, test } from 'vitest'
import { enrollmentBench, problem } from '../testing/enrollment-bench.ts'
import { yearPlanBench } from '../testing/year-plan-bench.ts'

type Bench = Awaited<ReturnType<typeof enrollmentBench>>

/** A class by the school's own code, and a student by the school's own number. */
async function school(kind: 'regular' | 'elite') {
  const at = await enrollmentBench()
  const bring = async (file: string, sort: string, cells: Readonly<Record<string, string>>) => {
    const { importId } = (await at.post('/imports', { kind: sort, digest: file.repeat(64), dryRun: false })).body
    await at.post(`/imports/${importId}/rows`, { from: 1, rows: [{ cells }], last: true })
    return (await at.get(`/imports/${importId}/problems`)).body.items
  }
  const studentId = await at.student(1)
  await bring('a', 'students', { studentNumber: 'S-1', studentId })
  await bring('b', 'classes', {
    ...{ classCode: 'M5', titleZh: '数学', titleEn: 'Maths', courseCode: 'M', courseZh: '数学', courseEn: 'Maths' },
    ...{ subject: 'Maths', level: '5', termCode: 'spring', termZh: '春季', termEn: 'Spring', kind },
    ...{ termStartsOn: '2026-03-01', termEndsOn: '2026-06-30', teacherId: 'stf_teacher', capacity: '2' },
    ...{ lessonsLeft: '24', hoursPerLesson: '2', teacherRate: '150.50' },
  })
  const [{ classGroupId }] = (await at.get('/class-groups')).body.items
  const balance = { enrollmentNumber: 'E-1', studentNumber: 'S-1', classCode: 'M5' }
  const seat = (file: string) =>
    bring(file, 'balances', { ...balance, boughtHours: '48', usedHours: '12.5', prepaid: '7100.00' })
  return { at, studentId, classGroupId, seat }
}

/** The student applied for an elite class with their score and was admitted. */
async function admitTo(at: Bench, classGroupId: string, studentId: string) {
  const exam = { subject: 'Maths', heldOn: '2026-03-01', fullMarksHundredths: 10_000, examName: 'Entrance' }
  const grade = await at.post(`/students/${studentId}/grades`, { ...exam, scoreHundredths: 9_000 })
  const { gradeId } = grade.body
  await at.post(`/class-groups/${classGroupId}/applications`, { studentId, gradeId })
  await at.post(`/class-groups/${classGroupId}/admission`, {}, { as: 'campusManager' })
}

const applicationsOf = async (at: Bench, classGroupId: string) =>
  (await at.get(`/class-groups/${classGroupId}/applications`)).body.items.map(
    ({ state }: { state: { status: string } }) => state.status,
  )

async function reportsOf(at: Bench, studentId: string) {
  at.clock.advance(60 * dayMs)
  await at.lookAtDue()
  return (await at.get(`/students/${studentId}/reports`)).body.items
}

/** As if the student had never been told of. */
const forgetReports = (at: Bench, studentId: string) =>
  at.table.transact([
    { op: 'delete', key: campusKey(at.context().campus, `REPORTS#${studentId}`, 'PLAN'), when: 'present' },
  ])

test('E16: a student of another system has progress reports from the import on', async () => {
  const { at, studentId, seat } = await school('regular')
  expect(await seat('c')).toEqual([])
  expect(await reportsOf(at, studentId)).toHaveLength(1)
})

test('E11: a student of another system is counted among the students', async () => {
  const { at, seat } = await school('regular')
  await seat('c')
  expect((await at.get('/reports/year-plan-shares')).body).toMatchObject({ students: 1 })
})

test('E12: a student of another system sits in an elite class once they are admitted to it', async () => {
  const { at, studentId, classGroupId, seat } = await school('elite')
  expect(await seat('c')).toMatchObject([{ row: 1, problems: [{ code: 'notAdmitted' }] }])
  await admitTo(at, classGroupId, studentId)
  expect(await seat('d')).toEqual([])
  expect(await applicationsOf(at, classGroupId)).toEqual(['enrolled'])
})

test('E12, E16: a transfer to an elite class takes the admission, and reports go on from the new class', async () => {
  const at = await enrollmentBench()
  const { classGroupId, courseId, termId } = await at.classGroup()
  const { studentId, enrollmentId } = await at.enrolled(classGroupId, 1)
  const elite = await at.classGroup({ courseId, termId, kind: 'elite', teacherId: 'stf_other' })
  const transfer = () =>
    at.post(`/enrollments/${enrollmentId}/transfers`, { toClassGroupId: elite.classGroupId, differenceMinor: 0 })
  expect((await transfer()).body.type).toBe(problem('notAdmitted'))
  await admitTo(at, elite.classGroupId, studentId)
  await forgetReports(at, studentId)
  expect((await transfer()).status).toBe(201)
  expect(await applicationsOf(at, elite.classGroupId)).toEqual(['enrolled'])
  expect(await reportsOf(at, studentId)).toHaveLength(1)
})

test('E16: a student who joins a class under a year plan has progress reports', async () => {
  const at = await yearPlanBench()
  await at.begun()
  expect(await reportsOf(at, at.studentId)).toHaveLength(1)
})
