import * as z from 'zod'
import { staffRoles } from '../../kernel/scope.ts'
import { whenAsked } from '../deferred.ts'
import { defineRoute, noBody, nothing } from '../define-route.ts'
import { idField, languageField, lineField, pageOf, pageQuery } from '../fields.ts'
import { ifMatchRefusals } from '../if-match.ts'
import { campusParams } from './lead-fields.ts'

const settings = whenAsked(() => ({
  name: lineField(80),
  email: z.email().max(254),
  language: languageField().default('zh-CN'),
  /** What they do at this campus. Alerts go to its campus managers. */
  roles: z.array(z.enum(staffRoles)).min(1).max(10),
}))
const staffMember = whenAsked(() => z.object({ staffId: idField('staff'), ...settings(), version: z.int() }))
const params = whenAsked(() => z.object({ campusId: idField('campus'), staffId: idField('staff') }))
const managers = ['principal', 'campusManager'] as const

export const setStaffMember = defineRoute({
  id: 'setStaffMember',
  service: 'leads',
  summary: 'Where the mail of a member of staff goes, and what they do at this campus.',
  method: 'PUT',
  path: '/campuses/{campusId}/staff/{staffId}',
  roles: managers,
  params,
  query: nothing,
  body: () => z.object(settings()),
  reply: { status: 200, body: staffMember },
  refusals: ifMatchRefusals,
  etag: true,
})

export const getStaffMember = defineRoute({
  id: 'getStaffMember',
  service: 'leads',
  summary: 'A member of staff of the campus.',
  method: 'GET',
  path: '/campuses/{campusId}/staff/{staffId}',
  roles: managers,
  params,
  query: nothing,
  body: noBody,
  reply: { status: 200, body: staffMember },
  refusals: {},
  etag: true,
})

export const listStaff = defineRoute({
  id: 'listStaff',
  service: 'leads',
  summary: 'The staff of the campus.',
  method: 'GET',
  path: '/campuses/{campusId}/staff',
  roles: managers,
  params: campusParams,
  query: () => z.object(pageQuery()),
  body: noBody,
  reply: { status: 200, body: () => pageOf(staffMember()) },
  refusals: {},
})
