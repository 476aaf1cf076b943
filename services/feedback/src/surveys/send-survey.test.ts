import { courseCompleted } from '@tutelage/shared/contracts/enrollment/events.ts'
import { surveySent } from '@tutelage/shared/contracts/feedback/events.ts'
import { messageRequested } from '@tutelage/shared/contracts/message-events.ts'
import { dayMs } from '@tutelage/shared/kernel/instant.ts'
import { findTemplate } from '@tutelage/shared/messaging/all-templates.ts'
import { expect, test } from 'vitest'
import { answerLink, completed, surveyBench } from '../testing/survey-bench.ts'

test('F7: after a course ends the family gets a link to its survey', async () => {
  const bench = await surveyBench()
  await bench.complete(1)
  const [sent] = bench.eventsOf(surveySent)
  expect(sent?.data).toMatchObject({ occasion: 'courseCompleted', expiresAt: '2026-03-16T01:00:00.000Z' })
  const [message] = bench.eventsOf(messageRequested)
  expect(message?.data).toMatchObject({
    template: 'courseSurvey',
    category: 'survey',
    recipient: { studentId: completed(1).studentId },
    params: {
      link: expect.stringMatching(
        /^https:\/\/tutelage\.test\/feedback\/campuses\/cam_demo-east\/surveys\/[\w-]+\.[\w-]+$/,
      ),
    },
  })
})

test('F7: one survey for each enrollment, however often and under whatever event its end is told', async () => {
  const bench = await surveyBench()
  await bench.complete(1)
  await bench.complete(1)
  await bench.deliver(courseCompleted, completed(1), { number: 77 })
  await bench.complete(2)
  expect(bench.eventsOf(surveySent)).toHaveLength(2)
})

test('F7: who has not answered is reminded once, with the same link', async () => {
  const bench = await surveyBench()
  await bench.complete(1)
  bench.clock.advance(3 * dayMs - 1)
  await bench.runDue()
  expect(bench.eventsOf(messageRequested)).toHaveLength(1)
  bench.clock.advance(1)
  await bench.runDue()
  bench.clock.advance(5 * dayMs)
  await bench.runDue()
  const [first, reminder, ...more] = bench.eventsOf(messageRequested)
  expect(more).toEqual([])
  expect(reminder?.data.template).toBe('courseSurveyReminder')
  expect(reminder?.data.params.link).toBe(first?.data.params.link)
  expect(reminder?.data.occasion).not.toBe(first?.data.occasion)
})

test('F7: an answer stops the reminder', async () => {
  const bench = await surveyBench()
  const link = await answerLink(bench)
  await bench.answer(link, { rating: '5' })
  bench.clock.advance(10 * dayMs)
  await bench.runDue()
  expect(bench.eventsOf(messageRequested)).toHaveLength(1)
})

test('F7: a reminder that would come after the link has expired does not come', async () => {
  const bench = await surveyBench()
  const body = { linkDays: 2, reminderAfterDays: 3 }
  await bench.ask({ method: 'PUT', path: '/policies/survey', body, as: 'campusManager' })
  await bench.complete(1)
  bench.clock.advance(10 * dayMs)
  await bench.runDue()
  expect(bench.eventsOf(messageRequested)).toHaveLength(1)
})

test('F7: a reminder that was held up until the link expired leaves the due index unsent', async () => {
  const bench = await surveyBench()
  await bench.complete(1)
  bench.clock.advance(20 * dayMs)
  await bench.runDue()
  expect(bench.eventsOf(messageRequested)).toHaveLength(1)
  expect(bench.table.all().filter(({ entity, duePk }) => entity === 'survey' && duePk !== undefined)).toEqual([])
})

test('Language: each message of a survey is written in both languages', async () => {
  const bench = await surveyBench()
  await bench.complete(1)
  bench.clock.advance(3 * dayMs)
  await bench.runDue()
  for (const { data } of bench.eventsOf(messageRequested)) {
    for (const language of ['zh-CN', 'en'] as const) {
      const request = { params: data.params, addressee: '王女士', student: '小明', campus: bench.campus, language }
      const text = findTemplate(data.template)?.write(request)
      expect(text).toMatchObject({ value: { text: expect.stringContaining(String(data.params.link)) } })
      expect(text).toMatchObject({ value: { text: expect.stringContaining('小明') } })
    }
  }
})
