import * as library from '@tutelage/shared/contracts/enrollment/library-routes.ts'
import { dayMs } from '@tutelage/shared/kernel/instant.ts'
import { dueJob, type Operation, operation } from '../operation.ts'
import type { School } from '../school.ts'

const as = 'frontDesk'

const addedTitle = (school: School) =>
  school.call(library.addTitle, { as, params: { campusId: school.campusId }, body: { name: 'The Little Prince' } })

async function addedCopy(school: School) {
  const { campusId } = school
  const { titleId } = await addedTitle(school)
  return school.call(library.addCopy, { as, params: { campusId, titleId }, body: {} })
}

/** A copy that the enrolled student has at home. */
async function lentCopy(school: School) {
  const { campusId, here } = school
  const { copyId } = await addedCopy(school)
  const borrower = { kind: 'student', studentId: here.enrolled.studentId } as const
  await school.call(library.lendCopy, { as, params: { campusId, copyId }, body: { borrower } })
  return { campusId, copyId }
}

export const libraryOperations: readonly Operation[] = [
  operation(library.addTitle, ({ campusId }) => ({ as, params: { campusId }, body: { name: 'The Little Prince' } })),
  operation(library.listTitles, async (school) => {
    await addedTitle(school)
    return { as, params: { campusId: school.campusId } }
  }),
  operation(library.getTitle, async (school) => {
    const { titleId } = await addedCopy(school)
    return { as, params: { campusId: school.campusId, titleId } }
  }),
  operation(library.addCopy, async (school) => {
    const { titleId } = await addedTitle(school)
    return { as, params: { campusId: school.campusId, titleId }, body: { barcode: 'LP-1' } }
  }),
  operation(library.lendCopy, async (school) => {
    const { copyId } = await addedCopy(school)
    const borrower = { kind: 'student', studentId: school.here.enrolled.studentId } as const
    return { as, params: { campusId: school.campusId, copyId }, body: { borrower } }
  }),
  operation(library.renewLoan, async (school) => ({ as, params: await lentCopy(school), body: {} })),
  operation(library.returnCopy, async (school) => ({ as, params: await lentCopy(school), body: {} })),
  operation(library.withdrawCopy, async (school) => ({ as, params: await lentCopy(school), body: { reason: 'worn' } })),
  operation(library.listOpenLoans, async (school) => {
    const { campusId } = await lentCopy(school)
    return { as, params: { campusId } }
  }),
  operation(library.listStudentLoans, async (school) => {
    const { campusId } = await lentCopy(school)
    return { as, params: { campusId, studentId: school.here.enrolled.studentId } }
  }),
  dueJob('enrollment', 'remind-overdue-loan', async (school) => {
    await lentCopy(school)
    school.wait(16 * dayMs)
  }),
]
