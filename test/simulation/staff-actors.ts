import * as appraisal from '@tutelage/shared/contracts/enrollment/appraisal-routes.ts'
import * as certificates from '@tutelage/shared/contracts/enrollment/certificates-routes.ts'
import * as pay from '@tutelage/shared/contracts/enrollment/teacher-pay-routes.ts'
import { addMs, dayMs, localDate } from '@tutelage/shared/kernel/instant.ts'
import { addMonths, monthOf } from '@tutelage/shared/kernel/local-date.ts'
import { type Actor, anyOf, type Scene } from './cast.ts'
import { catchUp, passTime } from './infrastructure.ts'

const dayIn = ({ cloud }: Scene, days: number) => localDate(addMs(cloud.clock.now(), days * dayMs).slice(0, 10))
const monthAgo = (scene: Scene, months: number): string => monthOf(addMonths(dayIn(scene, 0), -months))

const anyTeacher = ({ cast, chance }: Scene): string => anyOf(chance, cast.classes)?.teacherId ?? 'stf_teacher-0'

/** Somebody of finance, and the teachers, see to the pay: what is set, what was posted, and that a month is closed. */
export const keepBooks: Actor = async (scene) => {
  const { client, cast, chance } = scene
  const { campusId } = cast
  const as = 'finance'
  const params = { campusId, teacherId: anyTeacher(scene) }
  const what = chance.below(10)
  if (what < 3) {
    const body = { validFrom: monthAgo(scene, -chance.below(2)), amountMinor: chance.below(5) * 100_000 }
    await client.call(pay.setBasePay, { as, params, body })
    await client.call(pay.getBasePay, { as, params })
    return
  }
  if (what < 7) {
    const month = monthAgo(scene, 1 + chance.below(2))
    await client.call(pay.closePayMonth, { as, params: { campusId, month }, body: {} })
    await client.call(pay.listClosedPayMonths, { as, params: { campusId } })
    return
  }
  const month = monthAgo(scene, chance.below(2))
  await client.call(pay.listPaidTeachers, { as, params: { campusId, month } })
  await client.call(pay.getTeacherPay, { as, params, query: { month } })
}

/** A month is over: what is due is done, and finance closes it. */
export const endMonth: Actor = async (scene) => {
  const { client, cast, chance, cloud } = scene
  passTime(cloud, 31 * dayMs)
  await catchUp(cloud, chance)
  const params = { campusId: cast.campusId, month: monthAgo(scene, 1) }
  await client.call(pay.closePayMonth, { as: 'finance', params, body: {} })
}

/** A teacher's certificate is recorded, which may expire soon, or withdrawn; a principal looks at how teachers do. */
export const certify: Actor = async (scene) => {
  const { client, cast, chance, name } = scene
  const as = 'campusManager'
  const params = { campusId: cast.campusId, teacherId: anyTeacher(scene) }
  const what = chance.below(10)
  if (what < 5) {
    const dates = { issuedOn: dayIn(scene, -400), expiresOn: dayIn(scene, 20 + chance.below(80)) }
    const body = { kind: chance.pick(['subject', 'training'] as const), name: 'Certificate', number: name, ...dates }
    await client.call(certificates.recordCertificate, { as, params, body })
    return
  }
  if (what < 7) {
    const month = monthAgo(scene, 0)
    await client.call(appraisal.getAppraisal, { as, params, query: { from: month, to: month } })
    return
  }
  const held = await client.call(certificates.listCertificates, { as, params })
  const valid = held?.items.find(({ withdrawn }) => !withdrawn)
  if (!valid) return
  const { certificateId } = valid
  await client.call(certificates.withdrawCertificate, {
    as,
    params: { ...params, certificateId },
    body: { reason: 'lost' },
  })
}
