import { enrollmentBench, evening, lessonAt } from './enrollment-bench.ts'

/** For tests: the n-th lesson time of the other class, three hours after the own class's of that day. */
const laterAt = (n: number) => {
  const shifted = (at: string): string => new Date(Date.parse(at) + 3 * 3_600_000).toISOString()
  const { startsAt, endsAt } = lessonAt(n)
  return { startsAt: shifted(startsAt), endsAt: shifted(endsAt) }
}

/**
 * For tests: a class and another of the same course, which meets on the same days; students sit in the first.
 * @param days how many lessons both have
 */
export async function makeUpScene(days = 4, host: Readonly<Record<string, unknown>> = {}) {
  const at = await enrollmentBench()
  const { classGroupId, courseId, termId } = await at.classGroup({ lessonCount: 40 })
  const lessons = await at.lessons(classGroupId, days)
  const other = {
    ...{ title: { 'zh-CN': '数学二', en: 'Maths two' }, courseId, termId, kind: 'regular', teacherId: 'stf_other' },
    ...{ capacity: 2, lessonCount: 40, centihoursPerLesson: 100, teacherRateMinor: 15_000, ...host },
  }
  const hostClassId: string = (await at.post('/class-groups', other)).body.classGroupId
  const times = Array.from({ length: days }, (_, n) => laterAt(n))
  const hosts: string[] = (await at.post(`/class-groups/${hostClassId}/lessons`, { lessons: times })).body.lessons.map(
    ({ lessonId }: { lessonId: string }) => lessonId,
  )
  const li = await at.enrolled(classGroupId, 1)
  const wang = await at.enrolled(classGroupId, 2)
  at.clock.set(evening(0))
  return {
    at,
    classGroupId,
    courseId,
    hostClassId,
    lessons,
    hosts,
    li,
    wang,
    book: (enrollmentId: string, lessonId = '') => at.post(`/enrollments/${enrollmentId}/make-ups`, { lessonId }),
    cancel: (enrollmentId: string, lessonId = '') =>
      at.post(`/enrollments/${enrollmentId}/make-ups/${lessonId}/cancellations`, {}),
    credits: async (enrollmentId: string): Promise<{ status: string; lessonId?: string; missedLessonId: string }[]> =>
      (await at.get(`/enrollments/${enrollmentId}/make-up-credits`)).body.items,
    markHost: (lessonId: string, marks: Readonly<Record<string, string>>) =>
      at.post(`/lessons/${lessonId}/attendance`, {
        marks: Object.entries(marks).map(([studentId, status]) => ({ studentId, status })),
        teacher: { staffId: 'stf_other', status: 'attended' },
      }),
  }
}
