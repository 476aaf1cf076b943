import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import { addToTally, addWork, removeWork, type TallyScope, writeStudent } from './census-store.ts'
import { addTally, type CountedStudent, emptyTally, type Tally, tallyOf } from './renewal.ts'

/** A student as it was read, and as it is to be. */
export interface Changed {
  readonly before: Stored<CountedStudent>
  readonly after: CountedStudent
}

/** The tallies that a student counts in. */
export const scopesOf = ({
  classGroupId,
  courseId,
  teacherId,
}: Pick<CountedStudent, 'classGroupId' | 'courseId' | 'teacherId'>): readonly TallyScope[] => [
  { of: 'CAMPUS' },
  { of: 'CLASS', id: classGroupId },
  { of: 'COURSE', id: courseId },
  { of: 'TEACHER', id: teacherId },
]

function tallyWrites(context: CampusContext, changes: readonly Changed[]): readonly Write[] {
  const sums = new Map<
    string,
    { readonly student: CountedStudent; readonly scope: TallyScope; readonly change: Tally }
  >()
  for (const { before, after } of changes) {
    const change = addTally(tallyOf(after), tallyOf(before.value), -1)
    for (const scope of scopesOf(after)) {
      const key = `${after.termId} ${JSON.stringify(scope)}`
      sums.set(key, { student: after, scope, change: addTally(sums.get(key)?.change ?? emptyTally, change) })
    }
  }
  return [...sums.values()]
    .filter(({ change }) => Object.values(change).some((each) => each !== 0))
    .map(({ student, scope, change }) => addToTally(context, { termId: student.termId, scope, change }))
}

function workWrites(context: CampusContext, { before, after }: Changed): readonly Write[] {
  const was = before.value.outcome.status === 'open'
  const is = after.outcome.status === 'open'
  if (was === is) return []
  return [is ? addWork(context, after) : removeWork(context, before.value)]
}

/**
 * What a change of counted students writes: each of them, the tallies they count in (each once), and whether they are on the list of
 * work. What did not change is not written.
 * Rule: E14.
 */
export function changeCounted(context: CampusContext, changes: readonly Changed[]): readonly Write[] {
  const real = changes.filter(({ before, after }) => before.value !== after)
  return [
    ...real.map(({ before, after }) => writeStudent(context, after, before.version)),
    ...real.flatMap((change) => workWrites(context, change)),
    ...tallyWrites(context, real),
  ]
}
