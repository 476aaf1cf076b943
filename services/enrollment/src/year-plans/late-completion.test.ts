import { courseCompleted } from '@tutelage/shared/contracts/enrollment/events.ts'
import * as events from '@tutelage/shared/contracts/enrollment/year-plan-events.ts'
import { dayMs } from '@tutelage/shared/kernel/instant.ts'
import { jobHandler } from '@tutelage/shared/lambda/job-handler.ts'
import { lambdaContext } from '@tutelage/shared/testing/http-request.ts'
import { expect, test } from 'vitest'
import enrollment from '../../service.ts'
import { evening, problem } from '../testing/enrollment-bench.ts'
import { interleaved } from '../testing/interleaving.ts'
import { yearPlanBench } from '../testing/year-plan-bench.ts'

const aYearAndGraceMs = (365 + 91) * dayMs

/** A plan whose agreed course was held to the end; what tells of it has not come yet. */
async function heldToTheEnd() {
  const at = await yearPlanBench()
  const { yearPlanId, lessonIds } = await at.begun()
  at.clock.set(evening(2))
  const hold = async () => {
    for (const lessonId of lessonIds) {
      expect((await at.mark(lessonId, { [at.studentId]: 'attended' })).status).toBe(201)
    }
  }
  const hear = async () => {
    for (const { data } of at.eventsOf(courseCompleted)) await at.deliver(courseCompleted, data)
  }
  const stands = async () => {
    const { deposit, state, completed, money } = await at.plan(yearPlanId)
    return { deposit: deposit.status, state: state.status, completed, money }
  }
  return { at, yearPlanId, hold, hear, stands }
}

test('E11: the deposit of courses that are completed goes back whole, whether that is heard of before the plan runs out or after', async () => {
  const early = await heldToTheEnd()
  await early.hold()
  await early.hear()
  const late = await heldToTheEnd()
  await late.hold()
  for (const { at } of [early, late]) {
    at.clock.advance(aYearAndGraceMs)
    await at.lookAtDue()
  }
  await late.hear()
  expect(await late.stands()).toEqual(await early.stands())
  expect(await late.stands()).toMatchObject({ deposit: 'refunded', state: 'completed' })
  expect(late.at.eventsOf(events.depositForfeited)).toEqual([])
  expect(late.at.eventsOf(events.depositRefunded)).toHaveLength(1)
  expect(await late.at.shares()).toMatchObject({ onYearPlan: { students: 0 } })
})

test('E11: who has completed the agreed courses has no plan to leave, although it is not heard of yet', async () => {
  const { at, yearPlanId, hold, hear, stands } = await heldToTheEnd()
  const { refundMinor } = await at.exitQuote(yearPlanId)
  await hold()
  const ended = { status: 409, type: problem('planEnded'), details: { status: 'completed' } }
  expect(await at.exitQuote(yearPlanId)).toMatchObject(ended)
  expect((await at.leave(yearPlanId, refundMinor)).body).toMatchObject(ended)
  await hear()
  expect(await stands()).toMatchObject({ deposit: 'refunded', state: 'completed' })
})

test('E11: the last lesson that is marked while the plan runs out, at whatever moment of it, is in time', async () => {
  let met = 0
  for (let before = 0; ; before += 1) {
    const { at, hold, hear, stands } = await heldToTheEnd()
    at.clock.advance(aYearAndGraceMs)
    let wasOpen = false
    const { table, happened } = interleaved(at.table, before, async () => {
      await hold()
      wasOpen = (await stands()).state === 'active'
    })
    const jobs = jobHandler(enrollment, { ...at.ports, table, jobs: { send: async () => undefined } })
    await jobs({ Records: [{ messageId: 'j', body: JSON.stringify({ kind: 'due' }) }] }, lambdaContext)
    if (!happened()) break
    // What failed is looked at again.
    await at.lookAtDue()
    await hear()
    const { deposit, state } = await stands()
    if (!wasOpen) continue
    met += 1
    expect([before, deposit, state]).toEqual([before, 'refunded', 'completed'])
  }
  expect(met).toBeGreaterThan(10)
})
