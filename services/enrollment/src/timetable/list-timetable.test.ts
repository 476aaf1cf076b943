import { addMs, hourMs, instant } from '@tutelage/shared/kernel/instant.ts'
import { localDateOf } from '@tutelage/shared/kernel/time-zone.ts'
import { sampleCampus } from '@tutelage/shared/testing/sample-campus.ts'
import { expect, test } from 'vitest'
import { nthId } from '../testing/account-fixtures.ts'
import { enrollmentBench, lessonAt, problem } from '../testing/enrollment-bench.ts'

type Bench = Awaited<ReturnType<typeof enrollmentBench>>
const march = 'from=2026-03-01&to=2026-03-31'
const ids = (items: readonly { lessonId: string }[]) => items.map(({ lessonId }) => lessonId)

/** Every page of a list, the pages by their lessons. */
async function pages(at: Bench, path: string, limit: number) {
  const found: string[][] = []
  let cursor = ''
  do {
    const { status, body } = await at.get(`${path}limit=${limit}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`)
    expect(status).toBe(200)
    found.push(ids(body.items))
    cursor = body.nextCursor ?? ''
  } while (cursor)
  return found
}

/** A class with three lessons in a room, and one of another teacher. */
async function busyWeek() {
  const at = await enrollmentBench()
  const { roomId } = (await at.post('/rooms', { name: 'A1', capacity: 20 })).body
  const { classGroupId: maths } = await at.classGroup({ roomId })
  const { classGroupId: physics } = await at.classGroup({ teacherId: 'stf_other' })
  const lessons = await at.lessons(maths, 3)
  const { body } = await at.post(`/class-groups/${physics}/lessons`, { lessons: [lessonAt(3), lessonAt(4)] })
  return { at, roomId, maths, physics, lessons, others: ids(body.lessons) }
}

test('E2: the timetable of a teacher and of a room, page by page, without what was cancelled', async () => {
  const { at, roomId, lessons, others } = await busyWeek()
  expect((await pages(at, `/teachers/stf_teacher/lessons?${march}&`, 2)).flat()).toEqual(lessons)
  expect(await pages(at, `/rooms/${roomId}/lessons?${march}&`, 2)).toEqual([lessons.slice(0, 2), lessons.slice(2)])
  expect((await pages(at, `/teachers/stf_other/lessons?${march}&`, 50)).flat()).toEqual(others)
  await at.post(`/lessons/${lessons[1]}/cancellations`, { reason: 'Typhoon' })
  const left = [lessons[0], lessons[2]]
  for (const path of [`/teachers/stf_teacher/lessons?${march}&`, `/rooms/${roomId}/lessons?${march}&`]) {
    expect((await pages(at, path, 1)).flat()).toEqual(left)
  }
  const day = (await at.get('/teachers/stf_teacher/lessons?from=2026-03-04&to=2026-03-04')).body.items
  expect(day).toMatchObject([{ lessonId: lessons[2], ...lessonAt(2), roomId }])
})

test('E2: the timetable of a student has the lessons of every class, and of none that was left', async () => {
  const { at, maths, physics, lessons, others } = await busyWeek()
  const { studentId } = await at.enrolled(maths, 1)
  await at.enrolled(physics, 1)
  expect((await pages(at, `/students/${studentId}/lessons?${march}&`, 2)).flat()).toEqual([...lessons, ...others])
  expect((await at.get(`/students/${nthId('student', 9)}/lessons?${march}`)).status).toBe(404)
})

test('E2: the lessons of a day are those that begin on it in the campus, wherever it lies in UTC', async () => {
  for (const [timeZone, date] of [
    ['Asia/Shanghai', '2026-03-03'],
    ['America/New_York', '2026-03-02'],
    ['Pacific/Auckland', '2026-03-03'],
  ] as const) {
    const at = await enrollmentBench(sampleCampus({ timeZone }))
    const expected: string[] = []
    for (let hour = 0; hour < 72; hour += 5) {
      const startsAt = new Date(Date.parse('2026-03-01T12:30:00Z') + hour * 3_600_000)
      const { classGroupId } = await at.classGroup({ teacherId: `stf_t${hour}` })
      const times = { startsAt: startsAt.toISOString(), endsAt: new Date(startsAt.getTime() + 3_600_000).toISOString() }
      const { body } = await at.post(`/class-groups/${classGroupId}/lessons`, { lessons: [times] })
      const local = startsAt.toLocaleDateString('sv-SE', { timeZone })
      if (local === date) expected.push(body.lessons[0].lessonId)
    }
    expect(expected.length).toBeGreaterThan(3)
    const listed = (await pages(at, `/days/${date}/lessons?`, 2)).flat()
    expect([...listed].sort(), timeZone).toEqual(expected.sort())
  }
})

test('E2, Time: a day of 25 hours or of 23 has the lessons of each of its hours, and no other', async () => {
  for (const [timeZone, date, dayBefore, hours] of [
    ['Europe/London', '2026-10-25', '2026-10-24', 25],
    ['Europe/London', '2026-03-29', '2026-03-28', 23],
    ['America/New_York', '2026-11-01', '2026-10-31', 25],
    ['UTC', '2026-10-25', '2026-10-24', 24],
  ] as const) {
    const at = await enrollmentBench(sampleCampus({ timeZone }))
    const expected: string[] = []
    for (let hour = 22; hour < 54; hour += 1) {
      const startsAt = addMs(instant(`${dayBefore}T00:00:00Z`), hour * hourMs)
      const { classGroupId } = await at.classGroup({ teacherId: `stf_t${hour}` })
      const lessons = [{ startsAt, endsAt: addMs(startsAt, hourMs) }]
      const { body } = await at.post(`/class-groups/${classGroupId}/lessons`, { lessons })
      if (localDateOf(startsAt, timeZone) === date) expected.push(body.lessons[0].lessonId)
    }
    expect(expected, timeZone).toHaveLength(hours)
    expect((await pages(at, `/days/${date}/lessons?`, 20)).flat().sort(), timeZone).toEqual(expected.sort())
  }
})

test('E2: teachers see their own timetable, not that of a colleague', async () => {
  const { at } = await busyWeek()
  const own = await at.get(`/teachers/stf_teacher/lessons?${march}`, { role: 'teacher', id: 'stf_teacher' })
  expect(own.status).toBe(200)
  const other = await at.get(`/teachers/stf_other/lessons?${march}`, { role: 'teacher', id: 'stf_teacher' })
  expect(other).toMatchObject({ status: 403, body: { type: problem('notYourTimetable') } })
})

test('E2: a cursor of another list and a span of more than two months are refused', async () => {
  const { at } = await busyWeek()
  const path = '/teachers/stf_teacher/lessons'
  expect((await at.get(`${path}?${march}&cursor=abc`)).body).toMatchObject({ type: problem('badCursor') })
  expect((await at.get('/days/2026-03-03/lessons?cursor=2026-01-01~')).body).toMatchObject({
    type: problem('badCursor'),
  })
  for (const to of ['2026-02-28', '2026-05-02']) {
    const { status, body } = await at.get(`${path}?from=2026-03-01&to=${to}`)
    expect([status, body.errors[0].path]).toEqual([400, 'query.to'])
  }
})
