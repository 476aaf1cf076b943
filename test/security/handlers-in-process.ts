import { fullPath, type RouteContract } from '@tutelage/shared/contracts/define-route.ts'
import type { Service } from '@tutelage/shared/contracts/define-service.ts'
import type { MailPort } from '@tutelage/shared/contracts/mail.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { httpHandler } from '@tutelage/shared/lambda/http-handler.ts'
import { sampleCampus, storeCampus } from '@tutelage/shared/testing/sample-campus.ts'
import { testBench } from '@tutelage/shared/testing/test-context.ts'

const mail: MailPort = { send: async () => ({ kind: 'accepted', providerId: 'none' }) }

export const ownCampus = 'cam_demo-east'
export const otherCampus = 'cam_demo-west'

/** A service's real HTTP handler on a memory table that knows two campuses. */
export async function startHandler(service: Service<CampusContext>) {
  const bench = testBench({ service: service.name })
  for (const campusId of [ownCampus, otherCampus]) await storeCampus(bench.table, sampleCampus({ campusId }))
  const handler = httpHandler(service, { ...bench.ports, mail }, { checkReplies: true })
  return { bench, handler }
}

/** The path of a route with a value for each parameter: ids that exist nowhere, in the campus asked for. */
export function pathOf(contract: RouteContract, campusId: string): string {
  return fullPath(contract).replace(/\{(\w+)\}/g, (_, name: string) =>
    name === 'campusId' ? campusId : (samples[name] ?? missing(name)),
  )
}

const ulid = '01K00000000000000000000000'
const samples: Record<string, string> = {
  leadId: `led_${ulid}`,
  followUpId: `fup_${ulid}`,
  householdId: `hsh_${ulid}`,
  studentId: `stu_${ulid}`,
  staffId: 'stf_somebody',
  teacherId: 'stf_somebody',
  trialLessonId: `trl_${ulid}`,
  trialBookingId: `trb_${ulid}`,
  partnerId: 'prt_demo',
  quarantinedId: `qrn_${ulid}`,
  token: 'nothing',
  courseId: `crs_${ulid}`,
  classGroupId: `cls_${ulid}`,
  lessonId: `les_${ulid}`,
  enrollmentId: `enr_${ulid}`,
  paymentId: `pay_${ulid}`,
  memberId: `mem_${ulid}`,
  dangerId: `dgr_${ulid}`,
  complaintId: `cmp_${ulid}`,
  surveyId: `srv_${ulid}`,
}

function missing(name: string): never {
  throw new Error(`no sample for the path parameter ${name}: add one`)
}
