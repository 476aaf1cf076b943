import * as z from 'zod'
import { staffRoles } from '../../kernel/scope.ts'
import { whenAsked } from '../deferred.ts'
import { defineRoute, noBody, nothing } from '../define-route.ts'
import { idField, instantField, lineField, localDateField, pageOf, pageQuery } from '../fields.ts'

const params = whenAsked(() => z.object({ campusId: idField('campus'), studentId: idField('student') }))
const marksField = whenAsked(() => z.int().min(0).max(10_000_000))

const grade = whenAsked(() => ({
  subject: lineField(40),
  heldOn: localDateField(),
  /** In hundredths of a mark: 97.5 is 9750. */
  scoreHundredths: marksField(),
  fullMarksHundredths: marksField().min(1),
  examName: lineField(100),
  courseId: idField('course').optional(),
}))

export const gradeReply = whenAsked(() =>
  z.object({
    gradeId: idField('grade'),
    studentId: idField('student'),
    ...grade(),
    recordedAt: instantField(),
    /** The grade before, when this one fell from it by at least the campus's percentage of full marks. */
    fellFrom: idField('grade').optional(),
  }),
)

export const recordGrade = defineRoute({
  id: 'recordGrade',
  service: 'enrollment',
  summary: 'Records a score; a large fall against the exam before in that subject is told the same day.',
  method: 'POST',
  path: '/campuses/{campusId}/students/{studentId}/grades',
  roles: ['principal', 'campusManager', 'learningManager', 'teacher'],
  params,
  query: nothing,
  body: () =>
    z.object(grade()).refine(({ scoreHundredths, fullMarksHundredths }) => scoreHundredths <= fullMarksHundredths, {
      path: ['scoreHundredths'],
      error: 'a score is at most full marks',
    }),
  reply: { status: 201, body: gradeReply },
  refusals: { notYourStudent: 403, heldInFuture: 422 },
})

export const listGrades = defineRoute({
  id: 'listGrades',
  service: 'enrollment',
  summary: 'The grades of a student, subject by subject, oldest first.',
  method: 'GET',
  path: '/campuses/{campusId}/students/{studentId}/grades',
  roles: staffRoles.filter((role) => role !== 'finance'),
  params,
  query: () => z.object({ ...pageQuery(), subject: lineField(40).optional() }),
  body: noBody,
  reply: { status: 200, body: () => pageOf(gradeReply()) },
  refusals: { notYourStudent: 403 },
})
