import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type { changeSuccessor as contract } from '@tutelage/shared/contracts/enrollment/catalogue-routes.ts'
import { checkIfMatch } from '@tutelage/shared/contracts/if-match.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import { accept, type Decision, refuse } from '@tutelage/shared/kernel/decision.ts'
import { NotFound } from '@tutelage/shared/kernel/failures.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import { type Course, checkCourse, findCourse, writeCourse } from './catalogue-store.ts'

/** More levels one after the other than this nobody teaches. */
const mostLevels = 50

/** The courses that follow one another from here on, with their versions, up to the one that must not be met. */
async function coursesFrom(
  context: CampusContext,
  first: Id<'course'>,
  notBackTo: Id<'course'>,
): Promise<Decision<readonly Stored<Course>[], 'unknownCourse' | 'successorCircle'>> {
  const path: Stored<Course>[] = []
  for (let next: Id<'course'> | undefined = first; next; next = path.at(-1)?.value.successorCourseId) {
    if (next === notBackTo || path.length === mostLevels) {
      return refuse('successorCircle', { courseIds: path.map(({ value }) => value.courseId) })
    }
    const course = await findCourse(context, next)
    if (!course) return refuse('unknownCourse', { courseId: next })
    path.push(course)
  }
  return accept(path)
}

/**
 * Says to which course students go on after this one. Each course on the way is checked in the commit, so that two changes at
 * once close no circle either.
 * @returns the course, or refuses `unknownCourse`; `successorCircle` with the courses that lead back to it
 * @throws NotFound of the course
 * Rule: E1, E10.
 */
export async function changeSuccessor({ params, body, ifMatch }: RequestOf<typeof contract>, context: CampusContext) {
  const stored = await findCourse(context, params.courseId)
  if (!stored) throw new NotFound('course')
  const refused = checkIfMatch(ifMatch, stored.version)
  if (refused) return refused
  const { successorCourseId: _, ...rest } = stored.value
  const successorCourseId = body.successorCourseId ?? undefined
  const path = successorCourseId
    ? await coursesFrom(context, successorCourseId, params.courseId)
    : accept<readonly Stored<Course>[]>([])
  if (!path.ok) return path
  const course: Course = { ...rest, ...(successorCourseId && { successorCourseId }) }
  return accept(
    await context.commit({
      writes: [
        writeCourse(context, course, stored.version),
        ...path.value.map((follower) => checkCourse(context, follower)),
      ],
      answer: { ...course, version: stored.version + 1 },
    }),
  )
}
