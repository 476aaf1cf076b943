import * as exams from '@tutelage/shared/contracts/enrollment/exams-routes.ts'
import { correctGrade, getProgress, listGrades } from '@tutelage/shared/contracts/enrollment/grades-routes.ts'
import { addMs, dayMs } from '@tutelage/shared/kernel/instant.ts'
import { localDateOf } from '@tutelage/shared/kernel/time-zone.ts'
import { type Actor, anyEnrolled, type Scene } from './cast.ts'
import { eventOf, putOnBus } from './partner-actors.ts'

const as = 'learningManager'
const dayIn = ({ cloud }: Scene, days: number) => localDateOf(addMs(cloud.clock.now(), days * dayMs), 'Asia/Shanghai')

async function schedule(scene: Scene): Promise<void> {
  const { client, cast, chance } = scene
  const body = {
    ...{ name: 'Mock exam', subject: 'mathematics', fullMarksHundredths: 10_000 },
    heldOn: dayIn(scene, chance.below(3)),
  }
  await client.call(exams.scheduleExam, { as, params: { campusId: cast.campusId }, body })
}

/** An exam is held on another day. */
async function putOff(scene: Scene, examId: string): Promise<void> {
  const { client, cast, chance } = scene
  const params = { campusId: cast.campusId, examId }
  const exam = await client.call(exams.getExam, { as, params })
  if (!exam) return
  const body = { heldOn: dayIn(scene, 1 + chance.below(9)) }
  await client.call(exams.changeExam, { as, params, body, ifMatch: exam.version })
}

/** A student is registered for an exam, sits it and has a score; or the exam is put off. */
export const sitExam: Actor = async (scene) => {
  const { client, cast, chance, cloud } = scene
  const { campusId } = cast
  const examId = cloud.known.any('examId', chance)
  if (!examId || chance.happens(0.2)) return schedule(scene)
  if (chance.happens(0.2)) return putOff(scene, examId)
  const params = { campusId, examId }
  const page = await client.call(exams.listRegistrations, { as, params })
  const registered = page?.items[0]
  const studentId = registered?.studentId ?? anyEnrolled(scene)?.studentId
  if (!studentId) return
  if (!registered) {
    await client.call(exams.registerStudent, { as, params, body: { studentId } })
    return
  }
  const scoreHundredths = chance.pick([9_500, 8_800, 3_200])
  const grade = await client.call(exams.recordScore, { as, params, body: { studentId, scoreHundredths } })
  if (!grade) return
  const ofGrade = { campusId, studentId, gradeId: grade.gradeId }
  const body = { scoreHundredths: chance.pick([9_400, 2_000]), reason: 'a slip of the pen' }
  await client.call(correctGrade, { as, params: ofGrade, body })
  await client.call(getProgress, { as, params: { campusId, studentId } })
}

/** The last score of the family that enrolled last was a slip: it is another, of 100. */
export const correctsLastScore =
  (score: number): Actor =>
  async ({ client, cast }) => {
    const studentId = cast.seats.at(-1)?.studentId
    if (!studentId) throw new Error('nobody is enrolled')
    const ofStudent = { campusId: cast.campusId, studentId }
    const gradeId = (await client.call(listGrades, { as, params: ofStudent }))?.items.at(-1)?.gradeId
    if (!gradeId) return
    const body = { scoreHundredths: 100 * score, reason: 'a slip of the pen' }
    await client.call(correctGrade, { as, params: { ...ofStudent, gradeId }, body })
  }

/** An examination board publishes a result, or the same anew. */
export const boardResult: Actor = async (scene) => {
  const family = anyEnrolled(scene)
  if (!family) return
  const { chance, cloud } = scene
  const data = {
    ...{ studentId: family.studentId, reference: `result-${chance.below(5)}`, subject: 'mathematics' },
    ...{ examName: 'Finals', heldOn: dayIn(scene, 0), publishedAt: cloud.clock.now() },
    ...{ scoreHundredths: chance.pick([9_500, 3_000]), fullMarksHundredths: 10_000 },
  }
  putOnBus(scene, 'ExamResultPublished', eventOf(scene, data))
}
