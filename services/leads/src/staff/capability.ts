import { bindRoute } from '@tutelage/shared/contracts/bind-route.ts'
import type { Capability } from '@tutelage/shared/contracts/define-service.ts'
import * as routes from '@tutelage/shared/contracts/leads/staff-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { getStaffMember, listStaff, setStaffMember } from './keep-staff.ts'

/** Where the mail of staff goes, and who manages a campus. */
export const staffCapability: Capability<CampusContext> = {
  name: 'staff',
  rules: ['L5', 'L6', 'Least privilege'],
  routes: [
    bindRoute(routes.setStaffMember, setStaffMember),
    bindRoute(routes.getStaffMember, getStaffMember),
    bindRoute(routes.listStaff, listStaff),
  ],
}
