import { bindRoute } from '@tutelage/shared/contracts/bind-route.ts'
import type { Capability } from '@tutelage/shared/contracts/define-service.ts'
import * as contracts from '@tutelage/shared/contracts/enrollment/certificates-routes.ts'
import { messageRequested } from '@tutelage/shared/contracts/message-events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { expiryJob } from './certificate-store.ts'
import { listCertificates, recordCertificate, withdrawCertificate } from './keep-certificates.ts'
import { certificatesPolicy } from './policy.ts'
import { remindOfCertificate } from './remind-of-certificate.ts'

/** What teachers may do, on paper, and until when. */
export const certificatesCapability: Capability<CampusContext> = {
  name: 'certificates',
  rules: ['E17'],
  routes: [
    bindRoute(contracts.recordCertificate, recordCertificate),
    bindRoute(contracts.listCertificates, listCertificates),
    bindRoute(contracts.withdrawCertificate, withdrawCertificate),
    ...certificatesPolicy.routes,
  ],
  jobs: [{ kind: 'due', name: expiryJob, run: remindOfCertificate }],
  publishes: [messageRequested],
}
