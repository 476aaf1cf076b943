import { attemptField, questionField } from '@tutelage/shared/contracts/enrollment/self-assessment-routes.ts'
import { idField } from '@tutelage/shared/contracts/fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem, type Stored } from '@tutelage/shared/data/define-item.ts'
import { campusKey, campusPartition } from '@tutelage/shared/data/keys.ts'
import { type PageRequest, readPage } from '@tutelage/shared/data/read-page.ts'
import type { ItemKey, Write } from '@tutelage/shared/data/table.ts'
import { NotFound } from '@tutelage/shared/kernel/failures.ts'
import type { Id, StudentId } from '@tutelage/shared/kernel/ids.ts'
import * as z from 'zod'
import type { Quiz } from './quiz.ts'

const quizSchema = () =>
  z.object({
    ...{ quizId: idField('quiz'), courseId: idField('course'), title: z.string(), quizVersion: z.int() },
    questions: z.array(questionField()),
  })
/** A quiz as it stands; its versions stand beside it. */
const quizItem = defineItem('quiz', quizSchema)
const versionItem = defineItem('quizVersion', quizSchema)
const attemptItem = defineItem('quizAttempt', attemptField)
/** How often a student answered a quiz: two attempts at once meet here. */
const takerItem = defineItem('quizTaker', () => z.object({ attempts: z.int() }))
export type Attempt = ReturnType<typeof attemptItem.read>['value']

const partition = (quizId: Id<'quiz'>): string => `QUIZ#${quizId}`
const quizKey = ({ campus }: CampusContext, quizId: Id<'quiz'>): ItemKey => campusKey(campus, partition(quizId), 'QUIZ')
const versionKey = ({ campus }: CampusContext, quizId: Id<'quiz'>, quizVersion: number): ItemKey =>
  campusKey(campus, partition(quizId), `VERSION#${quizVersion}`)
const takerKey = ({ campus }: CampusContext, quizId: Id<'quiz'>, studentId: StudentId): ItemKey =>
  campusKey(campus, partition(quizId), `TAKER#${studentId}`)
const attemptsOf = (studentId: StudentId, courseId: Id<'course'>): string => `ATTEMPTS#${studentId}#${courseId}`

/** @throws NotFound when the campus has no such quiz */
export async function readQuiz(context: CampusContext, quizId: Id<'quiz'>): Promise<Stored<Quiz>> {
  const stored = quizItem.find(await context.table.get(quizKey(context, quizId)))
  if (!stored) throw new NotFound('quiz')
  return stored
}

/** A version of a quiz, if there is one. */
export const findVersion = async (context: CampusContext, quizId: Id<'quiz'>, quizVersion: number) =>
  versionItem.find(await context.table.get(versionKey(context, quizId, quizVersion)))?.value

/** Stores a quiz in its next version, which stays. @param version of the quiz's item as it was read, or 0 */
export function writeQuizVersion(context: CampusContext, quiz: Quiz, version: number): readonly Write[] {
  const { quizId, courseId, quizVersion } = quiz
  const value = { ...quiz, questions: quiz.questions.map((each) => ({ ...each, choices: [...each.choices] })) }
  const indexes = { lookupPk: campusPartition(context.campus, `QUIZZES#${courseId}`), lookupSk: quizId }
  return [
    quizItem.write(quizKey(context, quizId), value, { version, indexes }),
    versionItem.write(versionKey(context, quizId, quizVersion), value, { version: 0 }),
  ]
}

/** One page of the quizzes of a course; it may be a moment behind. */
export const listQuizzesOf = ({ table, campus }: CampusContext, courseId: Id<'course'>, page: PageRequest) =>
  readPage(table, quizItem, { index: 'lookup', pk: campusPartition(campus, `QUIZZES#${courseId}`), ...page })

/** How often a student answered a quiz, in whatever version. */
export async function loadAttempts(context: CampusContext, quizId: Id<'quiz'>, studentId: StudentId) {
  const stored = takerItem.find(await context.table.get(takerKey(context, quizId, studentId)))
  return stored ?? { value: { attempts: 0 }, version: 0 }
}

/** Keeps an attempt and counts it. @param count as it was read */
export function addAttempt(
  context: CampusContext,
  { studentId, courseId, attempt }: { studentId: StudentId; courseId: Id<'course'>; attempt: Attempt },
  { value: { attempts }, version }: Stored<{ readonly attempts: number }>,
): readonly Write[] {
  const key = campusKey(context.campus, attemptsOf(studentId, courseId), `${attempt.attemptedAt}#${attempt.attemptId}`)
  const indexes = { lookupPk: campusPartition(context.campus, `ATTEMPTSOF#${studentId}`), lookupSk: key.sk }
  return [
    attemptItem.write(key, attempt, { version: 0, indexes }),
    takerItem.write(takerKey(context, attempt.quizId, studentId), { attempts: attempts + 1 }, { version }),
  ]
}

/** One page of what a student answered in a course's quizzes, the oldest first. */
export const listAttemptsOf = (
  { table, campus }: CampusContext,
  of: { readonly studentId: StudentId; readonly courseId: Id<'course'> },
  page: PageRequest,
) => readPage(table, attemptItem, { pk: campusPartition(campus, attemptsOf(of.studentId, of.courseId)), ...page })
