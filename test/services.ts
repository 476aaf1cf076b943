import enrollment from '@tutelage/enrollment/service.ts'
import feedback from '@tutelage/feedback/service.ts'
import leads from '@tutelage/leads/service.ts'
import loyalty from '@tutelage/loyalty/service.ts'

/** The four manifests: a new service joins every test that reads this list. */
export const services = [leads, enrollment, loyalty, feedback] as const
