import * as z from 'zod'
import { whenAsked } from '../deferred.ts'
import { type Language, lineField } from '../fields.ts'

const codeField = whenAsked(() =>
  z.enum([
    'missing',
    'malformed',
    'duplicateNumber',
    'contactMissing',
    'phoneInvalid',
    'unknownStudent',
    'unknownClass',
    'oneSeatOnly',
    'usedMoreThanBought',
    'hoursWithoutMoney',
    'moneyWithoutHours',
    'alreadyEnrolled',
    'classFull',
    'notAdmitted',
    'studentBusy',
    'tooManyClasses',
    'refused',
  ]),
)
type ImportProblemCode = z.output<ReturnType<typeof codeField>>

/** Why a row was not brought in. */
const texts: Readonly<Record<ImportProblemCode, Readonly<Record<Language, string>>>> = {
  missing: { 'zh-CN': '缺少内容。', en: 'Nothing is written here.' },
  malformed: { 'zh-CN': '内容无法识别。', en: 'This cannot be read.' },
  duplicateNumber: { 'zh-CN': '该编号在文件中已出现过。', en: 'An earlier row has this number.' },
  contactMissing: { 'zh-CN': '家长电话和邮箱至少需要一个。', en: 'A phone or an email of the guardian is needed.' },
  phoneInvalid: { 'zh-CN': '电话号码无效。', en: 'The phone number is not valid.' },
  unknownStudent: {
    'zh-CN': '没有此学号的学生，请先导入学生。',
    en: 'No student has this number; import students first.',
  },
  unknownClass: { 'zh-CN': '没有此编号的班级，请先导入班级。', en: 'No class has this code; import classes first.' },
  oneSeatOnly: { 'zh-CN': '一对一班级只能有一个座位。', en: 'A one-to-one class has one seat.' },
  usedMoreThanBought: { 'zh-CN': '已用课时多于已购课时。', en: 'More hours are used than were bought.' },
  hoursWithoutMoney: {
    'zh-CN': '剩余课时没有对应的预收余额。',
    en: 'Hours are left, and no prepaid money for them.',
  },
  moneyWithoutHours: {
    'zh-CN': '有预收余额，但没有剩余课时。',
    en: 'Prepaid money is left, and no hours for it.',
  },
  alreadyEnrolled: { 'zh-CN': '该学生已在此班级。', en: 'The student sits in this class already.' },
  classFull: { 'zh-CN': '班级已满。', en: 'The class is full.' },
  notAdmitted: {
    'zh-CN': '该学生未被尖子班录取，请先录取再重新导入。',
    en: 'The student was not admitted to this elite class; admit them first, then send the row again.',
  },
  studentBusy: {
    'zh-CN': '上课时间与学生的另一班级冲突。',
    en: 'Its lessons clash with another class of the student.',
  },
  tooManyClasses: { 'zh-CN': '该学生的班级过多。', en: 'The student sits in too many classes.' },
  refused: { 'zh-CN': '系统拒绝了此行。', en: 'The row was refused.' },
}

/** One thing that is wrong with a row; it never holds what the row says. */
export const importProblemField = whenAsked(() =>
  z.object({
    code: codeField(),
    /** Absent: the row as a whole. */
    column: lineField(60).exactOptional(),
  }),
)
export type ImportProblem = z.output<ReturnType<typeof importProblemField>>

/** What people read of a problem. */
export const textOf = ({ code }: ImportProblem): Readonly<Record<Language, string>> => texts[code]

/** The problem of a row that a service refused, whatever its code. */
export function problemOfRefusal(code: string): ImportProblem {
  const known = codeField().safeParse(code)
  return { code: known.success ? known.data : 'refused' }
}

/** The problems of cells that do not have their shape: columns without content, and those with another one. */
export function cellProblems(
  cells: Readonly<Record<string, string>>,
  { issues }: Pick<z.ZodError, 'issues'>,
): readonly ImportProblem[] {
  const columns = new Set(issues.map(({ path }) => String(path[0] ?? '')))
  return [...columns].map((column) => ({ code: cells[column] === undefined ? 'missing' : 'malformed', column }))
}
