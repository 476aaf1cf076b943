import { lessonAttended } from '@tutelage/shared/contracts/enrollment/events.ts'
import { NotFound } from '@tutelage/shared/kernel/failures.ts'
import { expect, test } from 'vitest'
import { nthId } from '../testing/account-fixtures.ts'
import { classOfTwo } from '../testing/class-of-two.ts'
import { evening } from '../testing/enrollment-bench.ts'
import { makeUpScene } from '../testing/make-up-scene.ts'

/** The first lesson begins at 10:00Z on 2 March. */
async function reader() {
  const scene = await classOfTwo()
  const { at, first } = scene
  const checkIn = (studentId: string, time: string) =>
    at.partner('StudentCheckedIn', { studentId, checkedInAt: `2026-03-02T${time}.000Z` }, 'prt_reader')
  const proposals = async () => (await at.get(`/lessons/${first}/attendance`)).body.proposals
  return { ...scene, checkIn, proposals }
}

test('E6: check-ins propose the sheet, late after the minutes of the campus, and mark nobody', async () => {
  const { at, li, wang, checkIn, proposals } = await reader()
  expect((await checkIn(li.studentId, '10:05:00')).kind).toBe('done')
  expect((await checkIn(wang.studentId, '10:05:01')).kind).toBe('done')
  expect(
    new Map((await proposals()).map((one: { studentId: string; status: string }) => [one.studentId, one.status])),
  ).toEqual(
    new Map([
      [li.studentId, 'attended'],
      [wang.studentId, 'late'],
    ]),
  )
  expect(at.eventsOf(lessonAttended)).toEqual([])
  await at.put('/policies/attendance', { lateAfterMinutes: 0 })
  expect((await proposals()).map(({ status }: { status: string }) => status)).toEqual(['late', 'late'])
})

test('E6: the first check-in of a lesson counts, in whatever order they are told', async () => {
  const { li, checkIn, proposals } = await reader()
  await checkIn(li.studentId, '10:20:00')
  await checkIn(li.studentId, '09:55:00')
  await checkIn(li.studentId, '10:30:00')
  expect(await proposals()).toEqual([
    { studentId: li.studentId, status: 'attended', checkedInAt: '2026-03-02T09:55:00.000Z' },
  ])
})

test('E6: a sheet may take the proposals, and what it says itself goes before', async () => {
  const { at, first, li, wang, checkIn, proposals } = await reader()
  await checkIn(li.studentId, '09:30:00')
  await checkIn(wang.studentId, '10:00:00')
  const teacher = { staffId: 'stf_teacher', status: 'attended' }
  const marks = [{ studentId: wang.studentId, status: 'absent' }]
  const sheet = await at.post(`/lessons/${first}/attendance`, { marks, takeCheckIns: true, teacher })
  expect(sheet.status).toBe(201)
  expect(
    new Map(sheet.body.marks.map((mark: { studentId: string; status: string }) => [mark.studentId, mark.status])),
  ).toEqual(
    new Map([
      [li.studentId, 'attended'],
      [wang.studentId, 'absent'],
    ]),
  )
  expect(await proposals()).toEqual([])
})

test('E6: a sheet that does not take the proposals leaves them', async () => {
  const { at, first, li, wang, checkIn, proposals } = await reader()
  await checkIn(li.studentId, '09:30:00')
  expect((await at.mark(first, { [wang.studentId]: 'attended' })).body.unmarked).toEqual([li.studentId])
  expect(await proposals()).toHaveLength(1)
})

test('E6: a check-in of nobody, of no lesson or of tomorrow is refused with its reason', async () => {
  const { at, second, li, checkIn } = await reader()
  await expect(checkIn(nthId('student', 99), '10:00:00')).rejects.toThrow(NotFound)
  expect(await checkIn(li.studentId, '08:59:59')).toMatchObject({ kind: 'refused', refusal: { code: 'noLesson' } })
  expect((await checkIn(li.studentId, '09:00:00')).kind).toBe('done')
  expect(await checkIn(li.studentId, '12:00:00')).toMatchObject({ kind: 'refused', refusal: { code: 'noLesson' } })
  expect(await checkIn(li.studentId, '15:05:01')).toMatchObject({ refusal: { code: 'checkedInFuture' } })
  await at.post(`/lessons/${second}/cancellations`, { reason: 'Typhoon' })
  at.clock.set(evening(1))
  const off = { studentId: li.studentId, checkedInAt: '2026-03-03T10:00:00.000Z' }
  expect(await at.partner('StudentCheckedIn', off)).toMatchObject({ refusal: { code: 'noLesson' } })
})

test('E6, E9: the check-in of a guest proposes that the lesson is made up', async () => {
  const { at, lessons, hosts, li, book } = await makeUpScene()
  await at.mark(lessons[0] ?? '', { [li.studentId]: 'leave' })
  await book(li.enrollmentId, hosts[1])
  at.clock.set(evening(2))
  // The guest's lesson is from 13:00Z to 15:00Z, the own class's of that day from 10:00Z to 12:00Z.
  const checkIn = (time: string) =>
    at.partner('StudentCheckedIn', { studentId: li.studentId, checkedInAt: `2026-03-03T${time}.000Z` }, 'prt_reader')
  expect((await checkIn('12:55:00')).kind).toBe('done')
  expect((await at.get(`/lessons/${hosts[1]}/attendance`)).body.proposals).toMatchObject([
    { studentId: li.studentId, status: 'makeUp' },
  ])
  expect(await checkIn('15:00:00')).toMatchObject({ kind: 'refused', refusal: { code: 'noLesson' } })
  expect((await checkIn('10:00:00')).kind).toBe('done')
  expect((await at.get(`/lessons/${lessons[1]}/attendance`)).body.proposals).toMatchObject([{ status: 'attended' }])
})
