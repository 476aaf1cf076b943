import { bindRoute } from '@tutelage/shared/contracts/bind-route.ts'
import type { Capability } from '@tutelage/shared/contracts/define-service.ts'
import * as contracts from '@tutelage/shared/contracts/enrollment/progress-reports-routes.ts'
import { messageRequested } from '@tutelage/shared/contracts/message-events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { progressReportsPolicy } from './policy.ts'
import { addReportWords, getReportDraft, listReports, openReport } from './read-reports.ts'
import { reportJob } from './report-store.ts'
import { sendReport } from './send-report.ts'

/** What families are told of their student's progress, period by period. */
export const progressReportsCapability: Capability<CampusContext> = {
  name: 'progress-reports',
  rules: ['E16'],
  routes: [
    bindRoute(contracts.addReportWords, addReportWords),
    bindRoute(contracts.getReportDraft, getReportDraft),
    bindRoute(contracts.listReports, listReports),
    bindRoute(contracts.openReport, openReport),
    ...progressReportsPolicy.routes,
  ],
  jobs: [{ kind: 'due', name: reportJob, run: sendReport }],
  publishes: [messageRequested],
}
