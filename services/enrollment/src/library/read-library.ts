import { campusToday } from '@tutelage/shared/campus/campus-today.ts'
import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type * as contracts from '@tutelage/shared/contracts/enrollment/library-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { loadStudent } from '../students/student-store.ts'
import { copyView } from './copy-view.ts'
import * as store from './library-store.ts'

const titleView = ({ copyIds: _, ...title }: store.Title) => title

/** One page of the titles. */
export async function listTitles({ query }: RequestOf<typeof contracts.listTitles>, context: CampusContext) {
  const { items, ...rest } = await store.listTitles(context, query)
  return accept({ items: items.map(({ value }) => titleView(value)), ...rest })
}

/** One title with its copies. @throws NotFound of the title */
export async function getTitle({ params }: RequestOf<typeof contracts.getTitle>, context: CampusContext) {
  const { value: title } = await store.loadTitle(context, params.titleId)
  const today = await campusToday(context)
  const copies = await store.loadCopies(context, title.copyIds)
  return accept({ ...titleView(title), copies: copies.map((copy) => copyView(copy, today)) })
}

/** One page of the copies that are lent, or that should be back. Rule: E19. */
export async function listOpenLoans(
  { query: { overdue, ...page } }: RequestOf<typeof contracts.listOpenLoans>,
  context: CampusContext,
) {
  const today = await campusToday(context)
  const { items, ...rest } = await store.listLent(context, {
    ...page,
    ...(overdue === 'true' && { dueBefore: today }),
  })
  return accept({ items: items.map((copy) => copyView(copy, today)), ...rest })
}

/** What a student has at home, and one page of the loans that are over. @throws NotFound of the student */
export async function listStudentLoans(
  { params, query }: RequestOf<typeof contracts.listStudentLoans>,
  context: CampusContext,
) {
  const { studentId } = await loadStudent(context, params.studentId)
  const borrower = { kind: 'student', studentId } as const
  const today = await campusToday(context)
  const { copyIds } = (await store.loadBorrowed(context, borrower)).value
  const atHome = await store.loadCopies(context, copyIds)
  const { items, ...rest } = await store.listPast(context, borrower, query)
  return accept({
    atHome: atHome.map((copy) => copyView(copy, today)),
    items,
    ...rest,
  })
}
