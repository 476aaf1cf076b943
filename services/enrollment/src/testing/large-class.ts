import { httpHandler } from '@tutelage/shared/lambda/http-handler.ts'
import { type Asked, ask } from '@tutelage/shared/testing/http-request.ts'
import { testCampusId } from '@tutelage/shared/testing/test-context.ts'
import enrollment from '../../service.ts'
import { dyingTable } from './dying-table.ts'
import { enrollmentBench, lessonAt } from './enrollment-bench.ts'

/** Lessons that are scheduled in one request. */
const atOnce = 10

/** For tests: a class of so many students, who have paid nothing yet, with lessons day by day. */
export async function largeClass({ students: count, lessons: lessonCount }: { students: number; lessons: number }) {
  const at = await enrollmentBench()
  const { classGroupId } = await at.classGroup({ capacity: count, lessonCount })
  const lessons: string[] = []
  for (let from = 0; from < lessonCount; from += atOnce) {
    const times = Array.from({ length: Math.min(atOnce, lessonCount - from) }, (_, n) => lessonAt(from + n))
    const { body } = await at.post(`/class-groups/${classGroupId}/lessons`, { lessons: times })
    lessons.push(...body.lessons.map(({ lessonId }: { lessonId: string }) => lessonId))
  }
  const students: { studentId: string; enrollmentId: string }[] = []
  for (let n = 0; n < count; n += 1) students.push(await at.enrolled(classGroupId, n, { paidMinor: 0 }))
  const sheetOf = (lessonId: string, statuses: readonly string[], key: string): Asked => ({
    method: 'POST',
    path: `/enrollment/campuses/${testCampusId}/lessons/${lessonId}/attendance`,
    as: 'principal',
    headers: { 'idempotency-key': key },
    body: {
      marks: statuses.map((status, n) => ({ studentId: students[n]?.studentId, status })),
      teacher: { staffId: 'stf_teacher', status: 'attended' },
    },
  })
  const api = httpHandler(enrollment, at.ports, { checkReplies: true })
  return {
    at,
    classGroupId,
    lessons,
    students,
    /** The first so many students of the class, marked in its order. */
    mark: (lessonId: string, statuses: readonly string[], key: string) => ask(api, sheetOf(lessonId, statuses, key)),
    /** The same in a function that ends at its n-th commit. */
    markAndDie: (asked: Parameters<typeof sheetOf>, dies: Parameters<typeof dyingTable>[1]) =>
      ask(httpHandler(enrollment, { ...at.ports, table: dyingTable(at.table, dies) }), sheetOf(...asked)),
  }
}
