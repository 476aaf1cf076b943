import { gradeFell, gradeRecorded } from '@tutelage/shared/contracts/enrollment/events.ts'
import { messageRequested } from '@tutelage/shared/contracts/message-events.ts'
import { expect, test } from 'vitest'
import { enrollmentBench, problem } from '../testing/enrollment-bench.ts'

const exam = (heldOn: string, score: number, change: object = {}) => ({
  ...{ subject: 'Maths', heldOn, scoreHundredths: score * 100, fullMarksHundredths: 10_000, examName: 'Monthly test' },
  ...change,
})

async function bench() {
  const at = await enrollmentBench()
  const { classGroupId } = await at.classGroup()
  const studentId = await at.student(1)
  const wish = { studentId, classGroupId, centihours: 2_000, learningManagerId: 'stf_mei' }
  await at.post('/enrollments', wish)
  const record = (body: object) => at.post(`/students/${studentId}/grades`, body, { as: 'learningManager' })
  return { at, studentId, record }
}

test('E15: a grade that falls from 97 to 32 is told the same day: to the family and to its learning manager', async () => {
  const { at, studentId, record } = await bench()
  const first = await record(exam('2026-01-10', 97))
  const second = await record(exam('2026-03-01', 32))
  expect([first.status, second.status]).toEqual([201, 201])
  expect(second.body.fellFrom).toBe(first.body.gradeId)
  expect(at.eventsOf(gradeRecorded)).toHaveLength(2)
  const fell = { gradeId: second.body.gradeId, previousGradeId: first.body.gradeId, studentId }
  expect(at.eventsOf(gradeFell)).toMatchObject([{ data: fell }])
  const messages = at.eventsOf(messageRequested).map(({ data }) => data)
  expect(messages.filter(({ template }) => template.startsWith('gradeFell'))).toMatchObject([
    { template: 'gradeFell', category: 'service', recipient: { studentId } },
    { template: 'gradeFellToManager', category: 'staff', recipient: { staffId: 'stf_mei' } },
  ])
})

test('E15: a teacher reads and records the grades of the students they teach, and of no others', async () => {
  const { at, studentId } = await bench()
  const path = `/students/${studentId}/grades`
  for (const [id, recorded, read] of [
    ['stf_teacher', 201, 200],
    ['stf_somebody-else', 403, 403],
  ] as const) {
    const as = { role: 'teacher', id }
    expect((await at.post(path, exam('2026-01-10', 97), { as })).status, id).toBe(recorded)
    expect((await at.get(path, as)).status, id).toBe(read)
  }
})

test('E15: neither events nor messages carry a score', async () => {
  const { at, record } = await bench()
  await record(exam('2026-01-10', 97.31))
  await record(exam('2026-03-01', 31.79))
  const told = JSON.stringify(at.events())
  for (const score of ['9731', '3179', '97.31', '31.79']) expect(told).not.toContain(score)
})

test('E15: an exam recorded late is compared with the one before and the one after it', async () => {
  const { at, record } = await bench()
  const first = (await record(exam('2026-01-10', 60))).body
  const last = (await record(exam('2026-03-01', 58))).body
  expect(at.eventsOf(gradeFell)).toEqual([])
  const middle = (await record(exam('2026-02-01', 95))).body
  expect(at.eventsOf(gradeFell)).toMatchObject([
    { data: { gradeId: last.gradeId, previousGradeId: middle.gradeId }, meta: { aggregateVersion: 2 } },
  ])
  const { items } = (await at.get(`/students/${first.studentId}/grades?subject=Maths`)).body
  expect(items.map(({ gradeId }: { gradeId: string }) => gradeId)).toEqual([
    first.gradeId,
    middle.gradeId,
    last.gradeId,
  ])
  expect(items[2].fellFrom).toBe(middle.gradeId)
})

test('E15: subjects are told apart, however they are written', async () => {
  const { at, studentId, record } = await bench()
  await record(exam('2026-01-10', 97))
  await record(exam('2026-02-01', 32, { subject: 'English' }))
  expect(at.eventsOf(gradeFell)).toEqual([])
  await record(exam('2026-02-01', 32, { subject: 'ＭＡＴＨＳ' }))
  expect(at.eventsOf(gradeFell)).toHaveLength(1)
  expect((await at.get(`/students/${studentId}/grades?subject=maths`)).body.items).toHaveLength(2)
  expect((await at.get(`/students/${studentId}/grades`)).body.items).toHaveLength(3)
})

test('E15: a subject in signs that stand for many letters each is told apart like any other', async () => {
  const { at, studentId, record } = await bench()
  // The longest that the key holds as it is, and longer ones.
  const longest = `${'\u337f'.repeat(27)}Math`
  for (const subject of [longest, `${longest}s`, '\u337f'.repeat(29), '\ufdfa'.repeat(11), '\ufdfa'.repeat(40)]) {
    const fallen = at.eventsOf(gradeFell).length
    expect((await record(exam('2026-01-10', 97, { subject }))).status).toBe(201)
    await record(exam('2026-02-01', 32, { subject: subject.slice(1) }))
    expect(at.eventsOf(gradeFell)).toHaveLength(fallen)
    await record(exam('2026-03-01', 32, { subject }))
    expect(at.eventsOf(gradeFell)).toHaveLength(fallen + 1)
    const { items } = (await at.get(`/students/${studentId}/grades?subject=${encodeURIComponent(subject)}`)).body
    expect(items).toMatchObject([{ subject }, { subject }])
  }
})

test('E15: exams and published results have such a subject too', async () => {
  const { at, studentId } = await bench()
  const subject = '\ufdfa'.repeat(40)
  const sitting = { name: 'Mock exam', subject, heldOn: '2026-03-10', fullMarksHundredths: 10_000 }
  const { examId } = (await at.post('/exams', sitting)).body
  at.clock.set('2026-03-11T01:00:00.000Z')
  expect((await at.post(`/exams/${examId}/scores`, { studentId, scoreHundredths: 9_700 })).status).toBe(201)
  const published = { reference: 'r1', publishedAt: '2026-03-11T01:00:00Z', studentId }
  const result = { ...exam('2026-03-01', 80, { subject }), ...published }
  expect((await at.partner('ExamResultPublished', result, 'prt_school')).kind).toBe('done')
  const { subjects } = (await at.get(`/students/${studentId}/progress`)).body
  expect(subjects).toMatchObject([{ subject, trend: 'rising' }])
})

test('E15: two grades recorded at once are compared with each other', async () => {
  const { at, record } = await bench()
  await Promise.all([record(exam('2026-01-10', 97)), record(exam('2026-03-01', 32))])
  expect(at.retries()).toBeGreaterThan(0)
  expect(at.eventsOf(gradeFell)).toHaveLength(1)
})

test('E15: the campus says how far a score must fall', async () => {
  const { at, record } = await bench()
  await at.put('/policies/grades', { fallPercent: 70 })
  await record(exam('2026-01-10', 97))
  await record(exam('2026-03-01', 32))
  expect(at.eventsOf(gradeFell)).toEqual([])
})

test('E15: an exam of tomorrow, more than full marks and an unknown student are refused', async () => {
  const { at, record } = await bench()
  expect(await record(exam('2026-03-03', 50))).toMatchObject({ status: 422, body: { type: problem('heldInFuture') } })
  const tooMuch = await record(exam('2026-03-01', 101))
  expect(tooMuch).toMatchObject({ status: 400, body: { errors: [{ path: 'body.scoreHundredths' }] } })
  const nobody = 'stu_00000000000000000000000099'
  expect((await at.post(`/students/${nobody}/grades`, exam('2026-03-01', 50))).status).toBe(404)
  expect((await at.get(`/students/${nobody}/grades`, 'finance')).status).toBe(403)
})
