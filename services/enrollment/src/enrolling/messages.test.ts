import { campusOf } from '@tutelage/shared/contracts/campus.ts'
import { messageRequested } from '@tutelage/shared/contracts/message-events.ts'
import { findTemplate } from '@tutelage/shared/messaging/all-templates.ts'
import { sampleCampus } from '@tutelage/shared/testing/sample-campus.ts'
import { expect, test } from 'vitest'
import { enrollmentBench, evening } from '../testing/enrollment-bench.ts'

/** A student's time at the school, in which every message of this service is asked for. */
async function everyMessage() {
  const at = await enrollmentBench()
  const { classGroupId } = await at.classGroup()
  const [lesson = ''] = await at.lessons(classGroupId, 1)
  const studentId = await at.student(1)
  const wish = { studentId, classGroupId, centihours: 400, learningManagerId: 'stf_mei' }
  const { enrollmentId } = (await at.post('/enrollments', wish)).body
  const { paymentId } = (await at.pay(enrollmentId, 80_000)).body
  at.clock.set(evening(0))
  await at.mark(lesson, { [studentId]: 'attended' })
  await at.post(`/payments/${paymentId}/refunds`, { amountMinor: 40_000, reason: 'Moves away' })
  const exam = { subject: 'Maths', examName: 'Test', fullMarksHundredths: 10_000 }
  await at.post(`/students/${studentId}/grades`, { ...exam, heldOn: '2026-02-01', scoreHundredths: 9_000 })
  await at.post(`/students/${studentId}/grades`, { ...exam, heldOn: '2026-03-01', scoreHundredths: 3_000 })
  return at.eventsOf(messageRequested).map(({ data }) => data)
}

test('every message that is asked for is written in both languages, one for each occasion', async () => {
  const messages = await everyMessage()
  expect(messages.map(({ template }) => template).sort()).toEqual([
    'balanceRanLow',
    'enrollmentConfirmed',
    'gradeFell',
    'gradeFellToManager',
    'tuitionReceived',
    'tuitionRefunded',
  ])
  expect(new Set(messages.map(({ occasion }) => occasion)).size).toBe(messages.length)
  for (const { template, category, params } of messages) {
    const found = findTemplate(template)
    expect(found?.category).toBe(category)
    for (const language of ['zh-CN', 'en'] as const) {
      const written = found?.write({
        params,
        addressee: '李芳',
        student: '李明',
        campus: campusOf(sampleCampus()),
        language,
      })
      expect(written?.ok, `${template} in ${language}`).toBe(true)
    }
  }
})
