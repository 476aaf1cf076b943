import { type BoundRoute, bindRoute } from '@tutelage/shared/contracts/bind-route.ts'
import * as documents from '@tutelage/shared/contracts/enrollment/documents-routes.ts'
import * as contracts from '@tutelage/shared/contracts/enrollment/enrolling-routes.ts'
import * as purchases from '@tutelage/shared/contracts/enrollment/purchases-routes.ts'
import { listStudentEnrollments as studentContract } from '@tutelage/shared/contracts/enrollment/students-routes.ts'
import * as termination from '@tutelage/shared/contracts/enrollment/termination-routes.ts'
import * as waitingList from '@tutelage/shared/contracts/enrollment/waiting-list-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { buyHours, listPurchases } from './buy-hours.ts'
import { enrollStudent } from './enroll-student.ts'
import { acceptOfferedSeat, joinWaitingList, listWaiting, withdrawFromWaitingList } from './join-waiting-list.ts'
import { discountPolicy, documentsPolicy, prepaymentPolicy, priceLockPolicy, waitingListPolicy } from './policy.ts'
import { quoteTuition } from './quote-tuition.ts'
import { getEnrollment, listClassEnrollments, listStudentEnrollments } from './read-enrollments.ts'
import { listDocuments, recordDocument } from './record-document.ts'
import { previewTermination, terminateEnrollment } from './terminate-enrollment.ts'

export const routes: readonly BoundRoute<CampusContext>[] = [
  bindRoute(contracts.quoteTuition, quoteTuition),
  bindRoute(contracts.enrollStudent, enrollStudent),
  bindRoute(contracts.getEnrollment, getEnrollment),
  bindRoute(contracts.listClassEnrollments, listClassEnrollments),
  bindRoute(studentContract, listStudentEnrollments),
  bindRoute(purchases.buyHours, buyHours),
  bindRoute(purchases.listPurchases, listPurchases),
  bindRoute(termination.previewTermination, previewTermination),
  bindRoute(termination.terminateEnrollment, terminateEnrollment),
  bindRoute(waitingList.joinWaitingList, joinWaitingList),
  bindRoute(waitingList.listWaiting, listWaiting),
  bindRoute(waitingList.withdrawFromWaitingList, withdrawFromWaitingList),
  bindRoute(waitingList.acceptOfferedSeat, acceptOfferedSeat),
  bindRoute(documents.recordDocument, recordDocument),
  bindRoute(documents.listDocuments, listDocuments),
  ...documentsPolicy.routes,
  ...waitingListPolicy.routes,
  ...prepaymentPolicy.routes,
  ...discountPolicy.routes,
  ...priceLockPolicy.routes,
]
