import * as elite from '@tutelage/shared/contracts/enrollment/elite-routes.ts'
import { recordGrade } from '@tutelage/shared/contracts/enrollment/grades-routes.ts'
import { localDateOf } from '@tutelage/shared/kernel/time-zone.ts'
import { type Actor, anyFamily, type Scene } from './cast.ts'
import { joinAndPay } from './tuition-actors.ts'

const as = 'campusManager'

interface OfClass {
  readonly campusId: string
  readonly classGroupId: string
}

/** A student applies with the score of an entrance exam. */
async function apply(scene: Scene, params: OfClass): Promise<void> {
  const { client, chance, cloud } = scene
  const studentId = anyFamily(scene)?.studentId
  if (!studentId) return
  const { campusId } = params
  const exam = {
    ...{ subject: 'mathematics', examName: 'Entrance', fullMarksHundredths: 10_000 },
    ...{ heldOn: localDateOf(cloud.clock.now(), 'Asia/Shanghai'), scoreHundredths: chance.pick([9_500, 8_000, 4_000]) },
  }
  const grade = await client.call(recordGrade, { as, params: { campusId, studentId }, body: exam })
  if (grade) await client.call(elite.applyForElite, { as, params, body: { studentId, gradeId: grade.gradeId } })
}

/** Students apply for the elite class, are admitted by score, enroll, decline, or let the time go by. */
export const applyForElite: Actor = async (scene) => {
  const { client, cast, chance } = scene
  const group = cast.classes.find(({ kind }) => kind === 'elite')
  if (!group) return
  const params = { campusId: cast.campusId, classGroupId: group.classGroupId }
  const page = await client.call(elite.listApplications, { as, params })
  const applied = page?.items ?? []
  const admitted = applied.find(({ state }) => state.status === 'admitted')
  if (!admitted && (applied.length === 0 || chance.happens(0.4))) return apply(scene, params)
  if (!admitted) {
    await client.call(elite.previewAdmission, { as, params })
    await client.call(elite.runAdmission, { as, params, body: {} })
    return
  }
  const { studentId } = admitted
  const family = [...cast.families.values()].find((each) => each.studentId === studentId)
  const what = chance.below(10)
  if (what < 3) await joinAndPay(scene, family, group, 400)
  else if (what < 6) await client.call(elite.declineAdmission, { as, params: { ...params, studentId }, body: {} })
}
