import { type StaffRole, staffRoles } from '@tutelage/shared/kernel/scope.ts'
import { type Caller, personOf } from '../operations/request.ts'
import type { School } from '../operations/school.ts'

/** Who asks, as the matrix names them. */
export interface Asker {
  readonly role: StaffRole | 'anonymous' | 'unknown role'
  /** `own`: the person whose object it is; `other`: a colleague of the same role; `elsewhere`: the same at the other campus. */
  readonly at: 'own' | 'other' | 'elsewhere'
  readonly as: Caller | undefined
}

const placed = (school: School, role: StaffRole): readonly Asker[] => {
  const own = personOf(school.campusId, role)
  const elsewhere = { ...own, campuses: school.elsewhere.campusId }
  return [
    { role, at: 'own', as: own },
    { role, at: 'other', as: { ...own, id: `${own.id}-colleague` } },
    { role, at: 'elsewhere', as: elsewhere },
  ]
}

/** Everybody of the staff in each place, a role that nobody has, and anybody without a token. */
export const askersOf = (school: School): readonly Asker[] => [
  ...staffRoles.flatMap((role) => placed(school, role)),
  { role: 'unknown role', at: 'own', as: { role: 'janitor', id: 'stf_janitor', campuses: '*' } },
  { role: 'anonymous', at: 'own', as: undefined },
]
