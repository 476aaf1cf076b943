import { type BoundRoute, bindRoute } from '@tutelage/shared/contracts/bind-route.ts'
import * as contracts from '@tutelage/shared/contracts/enrollment/enrolling-routes.ts'
import { listStudentEnrollments as studentContract } from '@tutelage/shared/contracts/enrollment/students-routes.ts'
import * as termination from '@tutelage/shared/contracts/enrollment/termination-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { enrollStudent } from './enroll-student.ts'
import { quoteTuition } from './quote-tuition.ts'
import { getEnrollment, listClassEnrollments, listStudentEnrollments } from './read-enrollments.ts'
import { previewTermination, terminateEnrollment } from './terminate-enrollment.ts'

export const routes: readonly BoundRoute<CampusContext>[] = [
  bindRoute(contracts.quoteTuition, quoteTuition),
  bindRoute(contracts.enrollStudent, enrollStudent),
  bindRoute(contracts.getEnrollment, getEnrollment),
  bindRoute(contracts.listClassEnrollments, listClassEnrollments),
  bindRoute(studentContract, listStudentEnrollments),
  bindRoute(termination.previewTermination, previewTermination),
  bindRoute(termination.terminateEnrollment, terminateEnrollment),
]
