import { teacherPayAccrued } from '@tutelage/shared/contracts/enrollment/events.ts'
import { expect, test } from 'vitest'
import { enrollmentBench, evening, problem } from '../testing/enrollment-bench.ts'

async function oneLesson() {
  const at = await enrollmentBench()
  const { classGroupId } = await at.classGroup()
  const [lesson = ''] = await at.lessons(classGroupId, 1)
  const { studentId } = await at.enrolled(classGroupId, 1)
  at.clock.set(evening(1))
  const sheet = (teacher: object, status = 'attended') =>
    at.post(`/lessons/${lesson}/attendance`, { marks: [{ studentId, status }], teacher })
  return { at, lesson, studentId, sheet }
}

test('E17: the teacher who gave the lesson earns its rate, a substitute as well', async () => {
  const { at, lesson, sheet } = await oneLesson()
  await sheet({ staffId: 'stf_substitute', status: 'late' })
  expect(await at.pay03('stf_substitute')).toMatchObject({ totalMinor: 15_000, entries: [{ lessonId: lesson }] })
  expect(await at.pay03('stf_teacher')).toMatchObject({ totalMinor: 0, entries: [] })
})

test('E6: a teacher who was not there earns nothing, whoever came', async () => {
  const { at, sheet } = await oneLesson()
  await sheet({ staffId: 'stf_teacher', status: 'absent' })
  expect(at.eventsOf(teacherPayAccrued)).toEqual([])
})

test('E6: no pay when no student was there by whom the class pays', async () => {
  const { at, lesson, studentId, sheet } = await oneLesson()
  await sheet({ staffId: 'stf_teacher', status: 'attended' }, 'leave')
  expect((await at.pay03()).totalMinor).toBe(0)
  await at.correct(lesson, studentId, 'late')
  expect((await at.pay03()).totalMinor).toBe(15_000)
})

test('E17: the month is that of the campus in which the lesson was', async () => {
  const at = await enrollmentBench()
  const { classGroupId } = await at.classGroup()
  // One in the morning of 1 April in Shanghai.
  const lessons = [{ startsAt: '2026-03-31T17:00:00Z', endsAt: '2026-03-31T18:00:00Z' }]
  const { body } = await at.post(`/class-groups/${classGroupId}/lessons`, { lessons })
  const { studentId } = await at.enrolled(classGroupId, 1)
  at.clock.set('2026-03-31T18:00:00Z')
  await at.mark(body.lessons[0].lessonId, { [studentId]: 'attended' })
  expect(at.eventsOf(teacherPayAccrued)).toMatchObject([{ data: { month: '2026-04' } }])
  expect((await at.pay03()).totalMinor).toBe(0)
})

test('E17: teachers see their own pay only', async () => {
  const { at } = await oneLesson()
  const pay = (id: string) => at.get('/teachers/stf_teacher/pay?month=2026-03', { role: 'teacher', id })
  expect((await pay('stf_teacher')).status).toBe(200)
  expect(await pay('stf_other')).toMatchObject({ status: 403, body: { type: problem('notYourPay') } })
  expect((await at.get('/teachers/stf_teacher/pay?month=2026-13')).status).toBe(400)
})
