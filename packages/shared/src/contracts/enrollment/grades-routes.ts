import * as z from 'zod'
import { staffRoles } from '../../kernel/scope.ts'
import { whenAsked } from '../deferred.ts'
import { defineRoute, noBody, nothing } from '../define-route.ts'
import { idField, instantField, lineField, localDateField, pageOf, pageQuery } from '../fields.ts'

const params = whenAsked(() => z.object({ campusId: idField('campus'), studentId: idField('student') }))
/** In hundredths of a mark: 97.5 is 9750. */
export const marksField = whenAsked(() => z.int().min(0).max(10_000_000))

const grade = whenAsked(() => ({
  subject: lineField(40),
  heldOn: localDateField(),
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
    /** Of the campus's calendar, when it is one of its exams. */
    examId: idField('exam').optional(),
    recordedAt: instantField(),
    /** What it was before, when it was corrected, the oldest first. */
    corrections: z
      .array(
        z.object({
          scoreHundredths: marksField(),
          correctedAt: instantField(),
          correctedBy: z.string(),
          reason: z.string(),
        }),
      )
      .readonly()
      .optional(),
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

export const correctGrade = defineRoute({
  id: 'correctGrade',
  service: 'enrollment',
  summary:
    'Corrects a score; what it was is kept. A large fall that it shows is told the same day, one that was none is taken back.',
  method: 'POST',
  path: '/campuses/{campusId}/students/{studentId}/grades/{gradeId}/corrections',
  roles: ['principal', 'campusManager', 'learningManager', 'teacher'],
  params: () => params().extend({ gradeId: idField('grade') }),
  query: nothing,
  body: () => z.object({ scoreHundredths: marksField(), reason: lineField(200) }),
  reply: { status: 200, body: gradeReply },
  refusals: { notYourStudent: 403, overFullMarks: 422, tooManyCorrections: 409 },
})

const shareField = whenAsked(() => z.int().min(0).max(10_000))

export const getProgress = defineRoute({
  id: 'getProgress',
  service: 'enrollment',
  summary: "A student's grades in each subject, as shares of full marks, with the way that they go.",
  method: 'GET',
  path: '/campuses/{campusId}/students/{studentId}/progress',
  roles: staffRoles.filter((role) => role !== 'finance'),
  params,
  query: nothing,
  body: noBody,
  reply: {
    status: 200,
    body: () =>
      z.object({
        subjects: z.array(
          z.object({
            subject: z.string(),
            /** Up or down by at least the half of what the campus calls a large fall, against the exam before. */
            trend: z.enum(['rising', 'steady', 'falling', 'single']),
            /** Of all of its exams, in hundredths of a percent. */
            averageBasisPoints: shareField(),
            grades: z.array(
              z.object({
                gradeId: idField('grade'),
                examName: z.string(),
                heldOn: localDateField(),
                shareBasisPoints: shareField(),
              }),
            ),
          }),
        ),
      }),
  },
  refusals: { notYourStudent: 403 },
})
