import * as z from 'zod'
import { staffRoles } from '../../kernel/scope.ts'
import { campusProfile, campusSettings } from '../campus.ts'
import { whenAsked } from '../deferred.ts'
import { defineRoute, noBody, nothing } from '../define-route.ts'
import { idField, pageOf, pageQuery } from '../fields.ts'
import { ifMatchRefusals } from '../if-match.ts'

const params = whenAsked(() => z.object({ campusId: idField('campus') }))
const campusReply = whenAsked(() => z.object({ campus: campusProfile(), version: z.int() }))

export const configureCampus = defineRoute({
  id: 'configureCampus',
  service: 'leads',
  summary: 'Sets the profile of a campus: names, hotline, time zone, business calendar, quiet hours.',
  method: 'PUT',
  path: '/campuses/{campusId}',
  roles: ['principal'],
  params,
  query: nothing,
  body: campusSettings,
  reply: { status: 200, body: campusReply },
  refusals: { ...ifMatchRefusals, currencyFixed: 409, timeZoneNotScheduled: 422 },
  etag: true,
})

export const getCampus = defineRoute({
  id: 'getCampus',
  service: 'leads',
  summary: 'The profile of a campus.',
  method: 'GET',
  path: '/campuses/{campusId}',
  roles: staffRoles,
  params,
  query: nothing,
  body: noBody,
  reply: { status: 200, body: campusReply },
  refusals: {},
  etag: true,
})

export const listCampuses = defineRoute({
  id: 'listCampuses',
  service: 'leads',
  summary: 'The campuses that the caller may see.',
  method: 'GET',
  path: '/campuses',
  roles: staffRoles,
  params: nothing,
  query: () => z.object(pageQuery()),
  body: noBody,
  reply: { status: 200, body: () => pageOf(campusProfile()) },
  refusals: {},
})
