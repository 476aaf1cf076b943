import { teacherPayAccrued } from '@tutelage/shared/contracts/enrollment/events.ts'
import { formulas } from '@tutelage/shared/contracts/enrollment/formulas.ts'
import { expect, test } from 'vitest'
import { classOfTwo } from '../testing/class-of-two.ts'
import { evening, problem } from '../testing/enrollment-bench.ts'

async function heldLesson() {
  const scene = await classOfTwo()
  const { at, first, li } = scene
  await at.mark(first, { [li.studentId]: 'attended' })
  const correct = (staffId: string, status: string) =>
    at.post(`/lessons/${first}/teacher-corrections`, { staffId, status })
  return { ...scene, correct }
}

test('E6: a teacher who was marked wrongly is marked anew, and the pay follows', async () => {
  const { at, correct } = await heldLesson()
  const absent = await correct('stf_teacher', 'absent')
  expect(absent).toMatchObject({ status: 201, body: { teacher: { staffId: 'stf_teacher', status: 'absent' } } })
  expect((await at.pay03()).totalMinor).toBe(0)
  await correct('stf_teacher', 'late')
  expect((await at.pay03()).totalMinor).toBe(15_000)
  expect(at.eventsOf(teacherPayAccrued).map(({ data }) => data.amountMinor)).toEqual([15_000, -15_000, 15_000])
  expect((await correct('stf_teacher', 'late')).body).toMatchObject({ type: problem('sameStatus') })
})

test('E6: when it was somebody else who taught, the pay of the first is taken back and the other is paid', async () => {
  const { at, correct } = await heldLesson()
  expect((await correct('stf_other', 'attended')).status).toBe(201)
  expect((await at.pay03()).totalMinor).toBe(0)
  expect((await at.pay03('stf_other')).totalMinor).toBe(15_000)
  const { body } = await at.get('/teachers/stf_other/attendance?month=2026-03')
  expect(body).toMatchObject({ dueLessons: 1, attendedLessons: 1 })
})

test('E6: two who correct the teacher at once pay once', async () => {
  const { at, correct } = await heldLesson()
  const answers = await Promise.all([correct('stf_teacher', 'absent'), correct('stf_teacher', 'absent')])
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
  expect((await at.pay03()).totalMinor).toBe(0)
})

test('E6: a lesson whose teacher nobody marked has nothing to correct', async () => {
  const { at, second } = await heldLesson()
  const refused = await at.post(`/lessons/${second}/teacher-corrections`, { staffId: 'stf_teacher', status: 'late' })
  expect(refused).toMatchObject({ status: 409, body: { type: problem('notHeld') } })
})

test('E6: a teacher is told how they were in the lessons of a month, and of nobody else', async () => {
  const { at, first, second, li, correct } = await heldLesson()
  await correct('stf_teacher', 'absent')
  at.clock.set(evening(1))
  await at.mark(second, { [li.studentId]: 'attended' })
  const ask = (id: string, month: string) =>
    at.get(`/teachers/stf_teacher/attendance?month=${month}`, { role: 'teacher', id })
  expect((await ask('stf_teacher', '2026-03')).body).toMatchObject({
    dueLessons: 2,
    attendedLessons: 1,
    rateBasisPoints: 5_000,
    lessons: [
      { lessonId: first, status: 'absent' },
      { lessonId: second, status: 'attended' },
    ],
  })
  expect((await ask('stf_teacher', '2026-04')).body).toMatchObject({ dueLessons: 0, lessons: [] })
  expect((await ask('stf_other', '2026-03')).body).toMatchObject({ type: problem('notYourAttendance') })
})

test('E6, E17: a teacher who was marked and earned nothing by it was there all the same', async () => {
  const { at, first, second, li, wang } = await classOfTwo()
  const dueTo = async (id: string) => {
    const { body } = await at.get(`/teachers/${id}/attendance?month=2026-03`)
    return body.lessons.map(({ lessonId }: { lessonId: string }) => lessonId)
  }
  at.clock.set(evening(1))
  const marks = [li, wang].map(({ studentId }) => ({ studentId, status: 'leave' }))
  const teacher = { staffId: 'stf_other', status: 'attended' }
  expect((await at.post(`/lessons/${first}/attendance`, { marks, teacher })).status).toBe(201)
  await at.mark(second, { [li.studentId]: 'leave' })
  expect((await at.pay03('stf_other')).totalMinor).toBe(0)
  expect([await dueTo('stf_other'), await dueTo('stf_teacher')]).toEqual([[first], [second]])
  const markedAs = (staffId: string) =>
    at.post(`/lessons/${second}/teacher-corrections`, { staffId, status: 'attended' })
  for (const staffId of ['stf_other', 'stf_third', 'stf_other']) await markedAs(staffId)
  expect([await dueTo('stf_other'), await dueTo('stf_third')]).toEqual([[first, second], []])
  const { body } = await at.get('/teachers/stf_other/appraisal?from=2026-03&to=2026-03')
  expect(body.factors).toContainEqual(
    expect.objectContaining({ factor: 'teacherAttendance', counts: { markedLessons: 2, givenLessons: 2 } }),
  )
  await markedAs('stf_teacher')
  expect([await dueTo('stf_other'), await dueTo('stf_teacher')]).toEqual([[first], [second]])
})

test('E6: how often a student was there is told by month and by enrollment', async () => {
  const { at, first, second, li } = await heldLesson()
  at.clock.set(evening(1))
  await at.mark(second, { [li.studentId]: 'absent' })
  const { body } = await at.get(`/students/${li.studentId}/attendance`)
  const rate = { dueLessons: 2, attendedLessons: 1, rateBasisPoints: 5_000 }
  expect(body).toEqual({
    ...rate,
    formula: formulas.attendance,
    months: [{ month: '2026-03', ...rate }],
    enrollments: [{ enrollmentId: li.enrollmentId, ...rate }],
  })
  await at.correct(first, li.studentId, 'cancelledBySchool')
  expect((await at.get(`/students/${li.studentId}/attendance`)).body).toMatchObject({
    dueLessons: 1,
    attendedLessons: 0,
  })
})
