import * as z from 'zod'
import { whenAsked } from '../deferred.ts'
import { defineRoute, noBody } from '../define-route.ts'
import { currencyField, idField, instantField } from '../fields.ts'

/** A month of the campus's calendar, `YYYY-MM`. */
export const monthField = whenAsked(() => z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/))

export const getTeacherPay = defineRoute({
  id: 'getTeacherPay',
  service: 'enrollment',
  summary: 'What a teacher earned by the lessons of a month, entry by entry. Teachers see their own.',
  method: 'GET',
  path: '/campuses/{campusId}/teachers/{teacherId}/pay',
  roles: ['principal', 'campusManager', 'finance', 'teacher'],
  params: () => z.object({ campusId: idField('campus'), teacherId: idField('staff') }),
  query: () => z.object({ month: monthField() }),
  body: noBody,
  reply: {
    status: 200,
    body: () =>
      z.object({
        teacherId: idField('staff'),
        month: monthField(),
        currency: currencyField(),
        totalMinor: z.int(),
        entries: z.array(
          z.object({
            entryId: idField('entry'),
            lessonId: idField('lesson'),
            occurredAt: instantField(),
            recordedAt: instantField(),
            amountMinor: z.int(),
          }),
        ),
      }),
  },
  refusals: { notYourPay: 403 },
})
