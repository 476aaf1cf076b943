import { gradeRecorded } from '@tutelage/shared/contracts/enrollment/events.ts'
import { leadMerged } from '@tutelage/shared/contracts/leads/events.ts'
import { campusKey } from '@tutelage/shared/data/keys.ts'
import { minuteMs } from '@tutelage/shared/kernel/instant.ts'
import { expect, test } from 'vitest'
import { sendReport } from '../progress-reports/send-report.ts'
import { nthId } from '../testing/account-fixtures.ts'
import { enrollmentBench, evening, problem } from '../testing/enrollment-bench.ts'
import { makeUpScene } from '../testing/make-up-scene.ts'
import { termOfThree } from '../testing/renewal-scene.ts'

type Bench = Awaited<ReturnType<typeof enrollmentBench>>

/** Leads told that the second student is the first, or another. */
const tellMerge = (at: Bench, into = 1) =>
  at.deliver(leadMerged, {
    ...{ leadId: nthId('lead', into), mergedLeadId: nthId('lead', 2) },
    ...{ studentId: nthId('student', into), mergedStudentId: nthId('student', 2) },
    ...{ householdId: nthId('household', into), mergedHouseholdId: nthId('household', 2) },
  })

/** The same, and every minute of the next hour what is due is looked at. */
async function merge(at: Bench, into = 1) {
  await tellMerge(at, into)
  for (let minute = 0; minute < 60; minute += 1) {
    at.clock.advance(minuteMs)
    await at.lookAtDue()
  }
}

/** What still names the second student or its household; what was told or answered, and that it was merged, stays as it was. */
const namingTheSecond = (at: Bench) =>
  at.table
    .all()
    .filter((item) => !['outbox', 'idempotency', 'student', 'processedEvent'].includes(item.entity))
    .filter((item) => [nthId('student', 2), nthId('household', 2)].some((id) => JSON.stringify(item).includes(id)))
    .map(({ entity }) => entity)

/** In no class any more, and counted for nothing. */
const emptied = ['studentClasses', 'planStanding']

const quiz = { title: 'Halves', questions: [{ text: '1/2 + 1/2', choices: ['1', '2/4'], rightChoice: 0 }] }
const mock = { name: 'Mock exam', subject: 'Maths', heldOn: '2026-03-10', fullMarksHundredths: 15_000, level: 9 }

/** Two students, of whom each has a grade, a loan and an attempt; the second is registered, signed up, waits and is reported on. */
async function twoStudents() {
  const at = await enrollmentBench()
  const { classGroupId, courseId } = await at.classGroup({ capacity: 3 })
  const full = (await at.classGroup({ capacity: 1, teacherId: 'stf_other' })).classGroupId
  await at.enrolled(full, 3)
  const [one, two] = [await at.student(1), await at.student(2)]
  await at.enrolled(classGroupId, 2)
  const { examId } = (await at.post('/exams', mock)).body
  await at.post(`/exams/${examId}/registrations`, { studentId: two })
  const { quizId } = (await at.post(`/courses/${courseId}/quizzes`, quiz)).body
  const { titleId } = (await at.post('/library/titles', { name: 'The Little Prince', isbn: '9787020042494' })).body
  const about = { 'zh-CN': '开放日', en: 'Open day' }
  const times = { startsAt: '2026-03-20T06:00:00Z', endsAt: '2026-03-20T09:00:00Z' }
  const { activityId } = (
    await at.post('/activities', { kind: 'openDay', title: about, ...times, place: 'Hall', capacity: 5 })
  ).body
  await at.put(`/activities/${activityId}/sign-ups/${two}`, { people: 2 })
  await at.post(`/class-groups/${full}/waiting-list`, { studentId: two })
  const answerAs = async (studentId: string) => {
    const { url } = (await at.post(`/quizzes/${quizId}/links`, { studentId })).body
    const path = `/quiz-links/${new URL(url).pathname.split('/').at(-1)}`
    return () => at.post(`${path}/attempts`, { answers: [0], quizVersion: 1 })
  }
  for (const studentId of [one, two]) {
    const grade = { subject: 'Maths', heldOn: '2026-03-01', fullMarksHundredths: 10_000, examName: 'Entrance' }
    await at.post(`/students/${studentId}/grades`, { ...grade, scoreHundredths: 7_000 })
    const { copyId } = (await at.post(`/library/titles/${titleId}/copies`, { barcode: studentId.slice(-4) })).body
    await at.post(`/library/copies/${copyId}/loan`, { borrower: { kind: 'student', studentId } })
  }
  const answer = await answerAs(two)
  await (await answerAs(one))()
  await answer()
  await at.post(`/students/${two}/report-words`, { text: 'Works hard.' }, { as: 'learningManager' })
  return { at, one, two, courseId, full, activityId, examId, answer }
}

test('L3: the survivor of a merge has the grades, exams, reports, quizzes, loans, sign-ups and waiting lists of both', async () => {
  const { at, one, two, courseId, full, activityId, examId, answer } = await twoStudents()
  expect(new Set(namingTheSecond(at)).size).toBeGreaterThan(10)
  await merge(at)
  expect(namingTheSecond(at)).toEqual(emptied)
  for (const studentId of [one, two]) {
    const of = async (rest: string) => (await at.get(`/students/${studentId}${rest}`)).body
    expect((await of('/grades')).items).toHaveLength(2)
    expect((await of('/exams')).items).toMatchObject([{ examId }])
    expect((await of('/loans')).atHome).toHaveLength(2)
    expect((await of(`/courses/${courseId}/attempts`)).items).toHaveLength(2)
    expect((await of('/enrollments')).items).toHaveLength(1)
    expect((await of('/report-draft')).words).toMatchObject([{ text: 'Works hard.' }])
  }
  const named = async (path: string) =>
    (await at.get(path)).body.items.map(({ studentId }: { studentId: string }) => studentId)
  expect(await named(`/activities/${activityId}/sign-ups`)).toEqual([one])
  expect(await named(`/class-groups/${full}/waiting-list`)).toEqual([one])
  expect(await named(`/exams/${examId}/registrations`)).toEqual([one])
  // The link that the family has goes on, and counts on.
  expect((await answer()).body).toMatchObject({ attemptsLeft: 0 })
})

test('L3, E16: where the family had the report of the day already, the next tells of all that was not told yet', async () => {
  const at = await enrollmentBench()
  const { classGroupId } = await at.classGroup({ capacity: 3 })
  for (const n of [1, 2]) await at.enrolled(classGroupId, n)
  const one = nthId('student', 1)
  await at.post(`/students/${one}/report-words`, { text: 'Works hard.' }, { as: 'learningManager' })
  at.clock.set('2026-03-28T09:00:00.000Z')
  await sendReport(campusKey(at.context().campus, `REPORTS#${nthId('student', 2)}`, 'PLAN'), at.context())
  await merge(at)
  at.clock.set('2026-03-28T10:30:00.000Z')
  await at.lookAtDue()
  const draft = (await at.get(`/students/${one}/report-draft`)).body
  expect(draft).toMatchObject({ from: '2026-03-02', until: '2026-04-28' })
  at.clock.set('2026-04-28T10:30:00.000Z')
  await at.lookAtDue()
  expect((await at.get(`/students/${one}/reports`)).body.items).toMatchObject([
    { from: '2026-03-02', until: '2026-03-28', words: [] },
    { from: '2026-03-02', until: '2026-04-28', words: [{ text: 'Works hard.' }] },
  ])
})

test('L3, E16: the next report of the survivor begins where the first of both begins, and has the words of both', async () => {
  const at = await enrollmentBench()
  const { classGroupId } = await at.classGroup({ capacity: 3 })
  await at.enrolled(classGroupId, 2)
  at.clock.set('2026-03-09T10:00:00.000Z')
  await at.enrolled(classGroupId, 1)
  const say = (n: number) =>
    at.post(`/students/${nthId('student', n)}/report-words`, { text: `Word ${n}.` }, { as: 'learningManager' })
  for (const n of [1, 2]) await say(n)
  await merge(at)
  expect((await at.get(`/students/${nthId('student', 1)}/report-draft`)).body).toMatchObject({
    ...{ from: '2026-03-02', until: '2026-03-28' },
    words: [{ text: 'Word 1.' }, { text: 'Word 2.' }],
  })
})

test('L3: the survivor of a merge has the seat, hours, marks, credits and bookings of both, and their time', async () => {
  const { at, classGroupId, hostClassId, lessons, hosts, wang, book, credits } = await makeUpScene()
  await at.mark(lessons[0] ?? '', { [wang.studentId]: 'leave' })
  await book(wang.enrollmentId, hosts[1])
  const { hours, money, entries } = await at.balance(wang.enrollmentId)
  // The first student gives the class up: the second is the one who sits in it.
  const first = nthId('student', 1)
  const { items } = (await at.get(`/students/${first}/enrollments`)).body
  const why = { kind: 'loss', reason: 'needGone' }
  await at.post(`/enrollments/${items[0].enrollmentId}/termination`, { why, refundMinor: 400_000 })
  await merge(at)
  expect(namingTheSecond(at)).toEqual(emptied)
  expect((await at.get(`/class-groups/${classGroupId}/enrollments`)).body.items).toEqual([
    { studentId: first, enrollmentId: wang.enrollmentId },
  ])
  expect((await at.get(`/students/${first}/enrollments`)).body.items).toHaveLength(2)
  expect(await at.balance(wang.enrollmentId)).toMatchObject({ hours, money, entries })
  expect(await credits(wang.enrollmentId)).toMatchObject([{ status: 'booked', lessonId: hosts[1] }])
  const timetable = (await at.get(`/students/${first}/lessons?from=2026-03-01&to=2026-03-31`)).body.items
  expect(timetable.map(({ lessonId }: { lessonId: string }) => lessonId)).toEqual(
    expect.arrayContaining([...lessons, hosts[1]]),
  )
  expect((await at.get('/reports/year-plan-shares')).body).toMatchObject({ students: 1 })
  at.clock.set(evening(1))
  expect((await at.mark(lessons[1] ?? '', { [first]: 'attended' })).status).toBe(201)
  expect((await at.get(`/class-groups/${hostClassId}`)).body.seatsTaken).toBe(0)
})

test('L3, E9: what a merged student made up, or took leave from, is corrected for the survivor', async () => {
  const { at, lessons, hosts, wang, book, credits, markHost } = await makeUpScene()
  const first = nthId('student', 1)
  const { items } = (await at.get(`/students/${first}/enrollments`)).body
  const why = { kind: 'loss', reason: 'needGone' }
  await at.post(`/enrollments/${items[0].enrollmentId}/termination`, { why, refundMinor: 400_000 })
  await at.mark(lessons[0] ?? '', { [wang.studentId]: 'leave' })
  for (const [n, status] of ['leave', 'makeUp'].entries()) {
    await book(wang.enrollmentId, hosts[n + 1])
    at.clock.set(evening(n + 1))
    expect((await markHost(hosts[n + 1] ?? '', { [wang.studentId]: status })).status).toBe(201)
  }
  await merge(at)
  expect(namingTheSecond(at)).toEqual(emptied)
  for (const lessonId of hosts.slice(1, 3)) {
    expect((await at.get(`/lessons/${lessonId}/attendance`)).body).toMatchObject({
      marks: [{ studentId: first }],
      unmarked: [],
    })
  }
  expect((await at.correct(hosts[2] ?? '', first, 'leave')).status).toBe(201)
  expect(await credits(wang.enrollmentId)).toMatchObject([{ status: 'open' }])
  expect((await at.correct(hosts[1] ?? '', first, 'makeUp')).status).toBe(201)
  expect(await credits(wang.enrollmentId)).toMatchObject([{ status: 'used', lessonId: hosts[1] }])
})

test('L3, E6: how often a student was there is told by the id before the merge too, and of nobody unknown', async () => {
  const at = await enrollmentBench()
  const { classGroupId } = await at.classGroup()
  const [lessonId = ''] = await at.lessons(classGroupId, 1)
  const survivor = await at.student(1)
  const { studentId } = await at.enrolled(classGroupId, 2)
  at.clock.set(evening(0))
  await at.mark(lessonId, { [studentId]: 'attended' })
  await merge(at)
  const [told, toldAsBefore] = [
    await at.get(`/students/${survivor}/attendance`),
    await at.get(`/students/${studentId}/attendance`),
  ]
  expect(told.body).toMatchObject({ dueLessons: 1, attendedLessons: 1 })
  expect(toldAsBefore.body).toEqual(told.body)
  expect((await at.get(`/students/${nthId('student', 99)}/attendance`)).status).toBe(404)
})

test('L3, E6: a card reader that knows a student by the id before the merge marks the survivor', async () => {
  const at = await enrollmentBench()
  const { classGroupId } = await at.classGroup()
  const [lessonId = '', second = ''] = await at.lessons(classGroupId, 2)
  await at.student(1)
  const { studentId } = await at.enrolled(classGroupId, 2)
  const survivor = nthId('student', 1)
  await merge(at)
  at.clock.set(evening(1))
  const told = { lessonId, studentId, status: 'attended' }
  expect((await at.partner('LessonAttended', told, 'prt_reader')).kind).toBe('done')
  expect((await at.partner('LessonAttended', told, 'prt_reader')).kind).toBe('done')
  expect((await at.get(`/lessons/${lessonId}/attendance`)).body.marks).toMatchObject([{ studentId: survivor }])
  const late = await at.partner('LessonAttended', { ...told, lessonId: second, studentId: survivor }, 'prt_reader')
  expect(late.kind).toBe('done')
})

test('L3, E6: where both sit in one class a card reader marks each by the id that it tells', async () => {
  const at = await enrollmentBench()
  const { classGroupId } = await at.classGroup()
  const [lessonId = ''] = await at.lessons(classGroupId, 1)
  await at.enrolled(classGroupId, 1)
  const { studentId } = await at.enrolled(classGroupId, 2)
  await merge(at)
  at.clock.set(evening(0))
  await at.partner('LessonAttended', { lessonId, studentId, status: 'attended' }, 'prt_reader')
  expect((await at.get(`/lessons/${lessonId}/attendance`)).body.marks).toMatchObject([{ studentId }])
})

test('L3, E12: the survivor takes the seat of an elite class that the merged student was admitted to; of two applications the better stands', async () => {
  const at = await enrollmentBench()
  const [one, two] = [await at.student(1), await at.student(2)]
  const classes = [
    await at.classGroup({ kind: 'elite' }),
    await at.classGroup({ kind: 'elite', teacherId: 'stf_other' }),
  ]
  const apply = async (studentId: string, { classGroupId }: { classGroupId: string }, scoreHundredths: number) => {
    const grade = { subject: 'Maths', heldOn: '2026-03-01', fullMarksHundredths: 10_000, examName: 'Entrance' }
    const { gradeId } = (await at.post(`/students/${studentId}/grades`, { ...grade, scoreHundredths })).body
    expect((await at.post(`/class-groups/${classGroupId}/applications`, { studentId, gradeId })).status).toBe(201)
  }
  const [both, hers] = classes
  await apply(two, both, 9_500)
  await at.post(`/class-groups/${both.classGroupId}/admission`, {})
  await apply(one, both, 9_000)
  await apply(two, hers, 9_500)
  await at.post(`/class-groups/${hers.classGroupId}/admission`, {})
  await merge(at)
  for (const { classGroupId } of classes) {
    const { items } = (await at.get(`/class-groups/${classGroupId}/applications`)).body
    expect(items).toMatchObject([{ studentId: one, scoreHundredths: 9_500, state: { status: 'admitted' } }])
    expect((await at.post('/enrollments', { studentId: one, classGroupId, centihours: 1_000 })).status).toBe(201)
  }
  expect(namingTheSecond(at)).toEqual([])
})

test('L3, E15: a grade that was corrected can be corrected again once its student is another', async () => {
  const at = await enrollmentBench()
  await at.student(1)
  const two = await at.student(2)
  const grade = { subject: 'Maths', heldOn: '2026-03-01', fullMarksHundredths: 10_000, examName: 'Entrance' }
  const { gradeId } = (await at.post(`/students/${two}/grades`, { ...grade, scoreHundredths: 7_000 })).body
  const correct = (studentId: string, scoreHundredths: number) =>
    at.post(`/students/${studentId}/grades/${gradeId}/corrections`, { scoreHundredths, reason: 'misread' })
  expect((await correct(two, 7_100)).status).toBe(200)
  await merge(at)
  expect((await correct(nthId('student', 1), 7_200)).status).toBe(200)
  const versions = at.eventsOf(gradeRecorded).map(({ meta }) => meta.aggregateVersion)
  expect(new Set(versions).size).toBe(3)
})

test('L3, E15: a score counts once also when its student, who was not registered for the exam, turns out to be another', async () => {
  const at = await enrollmentBench()
  const [one, two] = [await at.student(1), await at.student(2)]
  const { examId } = (await at.post('/exams', mock)).body
  at.clock.set('2026-03-11T01:00:00.000Z')
  const score = (studentId: string) => at.post(`/exams/${examId}/scores`, { studentId, scoreHundredths: 12_000 })
  const { gradeId } = (await score(two)).body
  await merge(at)
  expect(namingTheSecond(at)).toEqual([])
  for (const studentId of [one, two]) expect((await score(studentId)).body.type).toBe(problem('alreadyScored'))
  expect((await at.get(`/students/${one}/grades`)).body.items).toMatchObject([{ gradeId, studentId: one }])
})

test('L3: where both sit in one class each keeps the seat, and nothing is lost', async () => {
  const at = await enrollmentBench()
  const { classGroupId } = await at.classGroup()
  const one = await at.enrolled(classGroupId, 1)
  const two = await at.enrolled(classGroupId, 2)
  await merge(at)
  const seats = (await at.get(`/class-groups/${classGroupId}/enrollments`)).body.items
  expect(seats).toEqual([one, two])
  expect(at.table.all().filter(({ entity }) => entity === 'recordMove')).toEqual([])
  expect((await at.balance(two.enrollmentId)).hours).toMatchObject({ remainingCentihours: 2_000 })
})

test('L3: a merge that is told of again moves nothing twice', async () => {
  const { at, one } = await twoStudents()
  await merge(at)
  const grades = (await at.get(`/students/${one}/grades`)).body
  await merge(at)
  expect((await at.get(`/students/${one}/grades`)).body).toEqual(grades)
  expect(at.table.all().filter(({ entity }) => entity === 'recordMove')).toEqual([])
})

/** The class of three, of whom the second turns out to be a ninth; and how they are promoted. */
async function promotedMerge() {
  const scene = await termOfThree()
  const { at, classGroupId, next, wang } = scene
  const survivor = await at.student(9)
  const promote = (enrollmentId = wang.enrollmentId) =>
    at.post(`/enrollments/${enrollmentId}/promotion`, { classGroupId: next.classGroupId, centihours: 1_000 })
  const proposed = async () =>
    (await at.get(`/class-groups/${classGroupId}/promotion-proposals`)).body.items.map(
      ({ studentId, status }: { studentId: string; status: string }) => ({ studentId, status }),
    )
  const promoted = async () => (await at.get(`/class-groups/${classGroupId}/promotions`)).body.promoted
  return { ...scene, survivor, promote, proposed, promoted }
}

test('L3, E10: who was promoted and turns out to be another is promoted once, and counted as promoted at the census', async () => {
  const { at, survivor, promote, proposed, promoted, census } = await promotedMerge()
  expect((await promote()).status).toBe(201)
  await merge(at, 9)
  expect(namingTheSecond(at)).toEqual(emptied)
  expect(await proposed()).toContainEqual({ studentId: survivor, status: 'promoted' })
  expect((await promote()).body.type).toBe(problem('alreadyPromoted'))
  await census()
  expect(await promoted()).toBe(1)
})

test('L3, E10: where both sit in one class the promotion stays with the enrollment that it is of', async () => {
  const { at, li, wang, promote, proposed, promoted, census } = await promotedMerge()
  await census()
  await promote()
  await merge(at)
  expect(await proposed()).toEqual(
    expect.arrayContaining([
      { studentId: li.studentId, status: 'proposed' },
      { studentId: wang.studentId, status: 'promoted' },
    ]),
  )
  expect((await promote()).body.type).toBe(problem('alreadyPromoted'))
  expect(await promoted()).toBe(1)
})

test('L3, E10: where both were promoted from a class at their time the promotion of the survivor stays, and the merge ends', async () => {
  const { at, li, wang, promote } = await promotedMerge()
  await promote(li.enrollmentId)
  const path = `/enrollments/${li.enrollmentId}/termination`
  const { amountMinor: refundMinor } = (await at.get(`${path}-preview`)).body
  await at.post(path, { why: { kind: 'loss', reason: 'needGone' }, refundMinor })
  await promote()
  await merge(at)
  const { studentId } = (await at.get(`/enrollments/${wang.enrollmentId}`)).body
  expect(studentId).toBe(li.studentId)
  expect(at.table.all().filter(({ entity }) => entity === 'recordMove')).toEqual([])
  expect((await promote()).body.type).toBe(problem('alreadyPromoted'))
})

test('L3, E10: a promotion counts while the count stands under the new id already and the enrollment under the old one', async () => {
  const { at, survivor, promote, promoted, census } = await promotedMerge()
  await census()
  await tellMerge(at, 9)
  const isCounted = () => at.table.all().some(({ pk }) => pk.includes(`CENSUSOF#${survivor}`))
  for (let minute = 0; minute < 5 && !isCounted(); minute += 1) {
    at.clock.advance(minuteMs)
    await at.lookAtDue()
  }
  expect(at.table.all().filter(({ entity }) => entity === 'enrollment')).toContainEqual(
    expect.objectContaining({ studentId: nthId('student', 2) }),
  )
  await promote()
  expect(await promoted()).toBe(1)
})
