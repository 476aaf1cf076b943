import { campusOf } from '@tutelage/shared/contracts/campus.ts'
import { studentEnrolled } from '@tutelage/shared/contracts/enrollment/events.ts'
import { leadMerged } from '@tutelage/shared/contracts/leads/events.ts'
import { messageRequested } from '@tutelage/shared/contracts/message-events.ts'
import { findTemplate } from '@tutelage/shared/messaging/all-templates.ts'
import { sampleCampus } from '@tutelage/shared/testing/sample-campus.ts'
import { expect, test } from 'vitest'
import { nthId } from '../testing/account-fixtures.ts'
import { enrollmentBench, lessonAt, problem } from '../testing/enrollment-bench.ts'

const notes = { 'zh-CN': '请带练习册', en: 'Please bring the workbook' }

test('E3: a quote is the same for the same day, whenever it is asked for', async () => {
  const at = await enrollmentBench()
  const { classGroupId, courseId } = await at.classGroup()
  const ask = { classGroupId, centihours: 2_000, on: '2026-03-05' }
  const first = await at.post('/quotes', ask, { as: 'consultant' })
  expect(first).toMatchObject({ status: 200, body: { priceMinor: 400_000, currency: 'CNY', quotedOn: '2026-03-05' } })
  await at.post(`/courses/${courseId}/list-prices`, { effectiveFrom: '2026-03-06', amountMinor: 1, perCentihours: 100 })
  at.clock.advance(10 * 86_400_000)
  expect((await at.post('/quotes', ask)).body).toEqual(first.body)
  expect((await at.post('/quotes', { ...ask, on: undefined })).body).toMatchObject({
    quotedOn: '2026-03-12',
    priceMinor: 20,
  })
  expect((await at.post('/quotes', { ...ask, on: '2025-12-31' })).body).toMatchObject({ type: problem('noListPrice') })
  const little = { ...ask, on: undefined, centihours: 1 }
  expect(await at.post('/quotes', little)).toMatchObject({ status: 422, body: { type: problem('nothingToPay') } })
})

test('E3: a student is enrolled at the price of today, told of, and confirmed with timetable and notes', async () => {
  const at = await enrollmentBench()
  const { classGroupId, courseId, termId } = await at.classGroup({ preparationNotes: notes })
  await at.lessons(classGroupId, 2)
  const studentId = await at.student(1)
  const body = { studentId, classGroupId, centihours: 2_000, quotedPriceMinor: 400_000, learningManagerId: 'stf_mei' }
  const { status, body: enrollment } = await at.post('/enrollments', body, { as: 'consultant' })
  expect(status).toBe(201)
  expect(enrollment).toMatchObject({ priceMinor: 400_000, status: 'active', leadId: nthId('lead', 1) })
  expect((await at.get(`/enrollments/${enrollment.enrollmentId}`)).body).toEqual(enrollment)
  expect(at.eventsOf(studentEnrolled)).toMatchObject([
    {
      data: {
        ...{ studentId, householdId: nthId('household', 1), classGroupId, courseId, termId, startsOn: '2026-03-02' },
        ...{ leadId: nthId('lead', 1), learningManagerId: 'stf_mei', centihours: 2_000, priceMinor: 400_000 },
      },
    },
  ])
  const [message] = at.eventsOf(messageRequested)
  expect(message?.data).toMatchObject({
    category: 'receipt',
    template: 'enrollmentConfirmed',
    recipient: { studentId },
  })
  expect(message?.data.params.lessons).toBe(`${lessonAt(0).startsAt},${lessonAt(1).startsAt}`)
})

test("E3: an enrollment closes no lead but the student's own", async () => {
  const at = await enrollmentBench()
  const { classGroupId } = await at.classGroup({})
  const body = { studentId: await at.student(1), classGroupId, centihours: 2_000 }
  const strangers = await at.post('/enrollments', { ...body, leadId: nthId('lead', 9) })
  expect(strangers).toMatchObject({ status: 422, body: { type: problem('leadNotTheirs') } })
  expect(at.eventsOf(studentEnrolled)).toEqual([])
  expect((await at.post('/enrollments', { ...body, leadId: nthId('lead', 1) })).status).toBe(201)
})

test('E3: the confirmation reads well in both languages', async () => {
  const at = await enrollmentBench()
  const { classGroupId } = await at.classGroup({ preparationNotes: notes })
  await at.lessons(classGroupId, 1)
  await at.enrolled(classGroupId, 1, { paidMinor: 0 })
  const [message] = at.eventsOf(messageRequested)
  const template = findTemplate('enrollmentConfirmed')
  const textIn = (language: 'zh-CN' | 'en'): string => {
    const names = { addressee: '李芳', student: '李明', campus: campusOf(sampleCampus()), language }
    const written = template?.write({ params: message?.data.params ?? {}, ...names })
    return written?.ok ? written.value.text : ''
  }
  expect(textIn('zh-CN')).toContain('李明已报名“数学”，共20课时，学费¥4,000.00')
  expect(textIn('zh-CN')).toContain('课前准备：\n请带练习册')
  expect(textIn('en')).toContain('Monday, 2 March 2026 at 18:00')
})

test('E4: an enrollment keeps its price when the list price rises', async () => {
  const at = await enrollmentBench()
  const { classGroupId, courseId } = await at.classGroup()
  const { enrollmentId } = await at.enrolled(classGroupId, 1, { paidMinor: 0 })
  await at.post(`/courses/${courseId}/list-prices`, {
    effectiveFrom: '2026-03-02',
    amountMinor: 90_000,
    perCentihours: 100,
  })
  expect((await at.get(`/enrollments/${enrollmentId}`)).body.priceMinor).toBe(400_000)
  expect((await at.balance(enrollmentId)).money.outstandingMinor).toBe(400_000)
  const studentId = await at.student(2)
  const wish = { studentId, classGroupId, centihours: 2_000, quotedPriceMinor: 400_000 }
  const { body } = await at.post('/enrollments', wish)
  expect(body).toMatchObject({ type: problem('priceChanged'), details: { priceMinor: 1_800_000 } })
})

test('E3: nobody whom leads do not know is enrolled, and nobody twice', async () => {
  const at = await enrollmentBench()
  const { classGroupId } = await at.classGroup()
  const stranger = { studentId: nthId('student', 9), classGroupId, centihours: 2_000 }
  expect((await at.post('/enrollments', stranger)).status).toBe(404)
  const { studentId, enrollmentId } = await at.enrolled(classGroupId, 1)
  const { status, body } = await at.post('/enrollments', { ...stranger, studentId })
  expect([status, body.type, body.details]).toEqual([409, problem('alreadyEnrolled'), { enrollmentId }])
  expect((await at.get(`/class-groups/${classGroupId}`)).body.seatsTaken).toBe(1)
})

test('E3: one student enrolled twice at once gets one seat', async () => {
  const at = await enrollmentBench()
  const { classGroupId } = await at.classGroup()
  const body = { studentId: await at.student(1), classGroupId, centihours: 2_000 }
  const answers = await Promise.all([at.post('/enrollments', body), at.post('/enrollments', body)])
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
  expect((await at.get(`/class-groups/${classGroupId}`)).body.seatsTaken).toBe(1)
})

test('E3: of many who want the last seats at once exactly as many get one', async () => {
  const at = await enrollmentBench()
  const { classGroupId } = await at.classGroup({ capacity: 2 })
  const students: string[] = []
  for (let n = 0; n < 6; n += 1) students.push(await at.student(n))
  const answers = await Promise.all(
    students.map((studentId) => at.post('/enrollments', { studentId, classGroupId, centihours: 2_000 })),
  )
  const seated = answers.filter(({ status }) => status === 201)
  expect(seated).toHaveLength(2)
  const others = answers.filter(({ status }) => status !== 201)
  expect(new Set(others.map(({ body }) => body.type))).toEqual(new Set([problem('classFull')]))
  expect((await at.get(`/class-groups/${classGroupId}/enrollments`)).body.items).toHaveLength(2)
  expect(at.eventsOf(studentEnrolled)).toHaveLength(2)
})

test('E3: enrolling needs an idempotency key, and one key enrolls once', async () => {
  const at = await enrollmentBench()
  const { classGroupId } = await at.classGroup()
  const body = { studentId: await at.student(1), classGroupId, centihours: 2_000 }
  const without = await at.post('/enrollments', body, { headers: { 'idempotency-key': '' } })
  expect(without.status).toBe(400)
  const asked = { headers: { 'idempotency-key': 'enroll-1' } }
  const first = await at.post('/enrollments', body, asked)
  expect((await at.post('/enrollments', body, asked)).body).toEqual(first.body)
  expect((await at.post('/enrollments', { ...body, centihours: 100 }, asked)).status).toBe(422)
  expect(at.eventsOf(studentEnrolled)).toHaveLength(1)
})

test('L3: a student who turned out to be another is enrolled as that one', async () => {
  const at = await enrollmentBench()
  const { classGroupId } = await at.classGroup()
  const merged = await at.student(2)
  const studentId = await at.student(1)
  await at.deliver(leadMerged, {
    ...{ leadId: nthId('lead', 1), mergedLeadId: nthId('lead', 2), studentId, mergedStudentId: merged },
    ...{ householdId: nthId('household', 1), mergedHouseholdId: nthId('household', 2) },
  })
  expect((await at.get(`/students/${merged}`)).body).toMatchObject({ studentId, leadId: nthId('lead', 1) })
  const { body } = await at.post('/enrollments', { studentId: merged, classGroupId, centihours: 2_000 })
  expect(body).toMatchObject({ studentId, householdId: nthId('household', 1) })
  const { items } = (await at.get(`/students/${merged}/enrollments`)).body
  expect(items).toMatchObject([{ enrollmentId: body.enrollmentId }])
})

test('E3: teachers do not see what families pay', async () => {
  const at = await enrollmentBench()
  const { classGroupId } = await at.classGroup()
  const { studentId, enrollmentId } = await at.enrolled(classGroupId, 1)
  expect((await at.get(`/enrollments/${enrollmentId}`, 'teacher')).body).not.toHaveProperty('priceMinor')
  const { items } = (await at.get(`/students/${studentId}/enrollments`, 'teacher')).body
  expect(items[0]).not.toHaveProperty('priceMinor')
  expect((await at.get(`/enrollments/${enrollmentId}/balance`, 'teacher')).status).toBe(403)
})
