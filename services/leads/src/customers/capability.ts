import { bindRoute } from '@tutelage/shared/contracts/bind-route.ts'
import type { Capability } from '@tutelage/shared/contracts/define-service.ts'
import * as routes from '@tutelage/shared/contracts/leads/customers-routes.ts'
import { contactPreferenceChanged } from '@tutelage/shared/contracts/leads/events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { readCustomerFile } from './read-customer-file.ts'
import { getPreferences, listPreferenceChanges } from './read-preferences.ts'
import { setPreferences } from './set-preferences.ts'

/** Households, guardians, students: who they are, where we know it from, and what they do not want. */
export const customersCapability: Capability<CampusContext> = {
  name: 'customers',
  rules: ['L1', 'L2', 'L4', 'L12'],
  routes: [
    bindRoute(routes.getCustomerFile, readCustomerFile),
    bindRoute(routes.getPreferences, getPreferences),
    bindRoute(routes.setPreferences, setPreferences),
    bindRoute(routes.listPreferenceChanges, listPreferenceChanges),
  ],
  publishes: [contactPreferenceChanged],
}
