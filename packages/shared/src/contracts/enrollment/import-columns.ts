import * as z from 'zod'
import { whenAsked } from '../deferred.ts'
import { idField, type Language, languageField, lineField, localDateField } from '../fields.ts'
import { classKindField, mostSeats } from './catalogue-routes.ts'
import { paymentMeansField } from './events.ts'

/** What of a school can be brought in from a file, in the order in which it has to come. */
export const importKindField = whenAsked(() => z.enum(['students', 'classes', 'balances']))
export type ImportKind = z.output<ReturnType<typeof importKindField>>

/** One column of a file: its name, what people read above it, and what a cell may look like. */
interface ImportColumn {
  readonly name: string
  readonly titles: Readonly<Record<Language, string>>
  readonly example: string
}

const column = (name: string, zh: string, en: string, example: string): ImportColumn => ({
  name,
  titles: { 'zh-CN': zh, en },
  example,
})

/** The columns of each kind of file; a file may leave out those that are not required, and name them in either language. */
export const importColumns: Readonly<Record<ImportKind, readonly ImportColumn[]>> = {
  students: [
    column('studentNumber', '学号', 'Student number', 'S-1001'),
    column('studentName', '学生姓名', 'Student name', 'Li Ming'),
    column('sex', '性别', 'Sex', 'male'),
    column('birthDate', '出生日期', 'Birth date', '2015-09-01'),
    column('school', '学校', 'School', 'No. 1 Primary School'),
    column('grade', '年级', 'Grade', 'P5'),
    column('guardianName', '家长姓名', 'Guardian name', 'Li Fang'),
    column('guardianPhone', '家长电话', 'Guardian phone', '+86 138 0013 8000'),
    column('guardianEmail', '家长邮箱', 'Guardian email', 'li.fang@family.example'),
    column('guardianLanguage', '家长语言', 'Guardian language', 'zh-CN'),
  ],
  classes: [
    column('classCode', '班级编号', 'Class code', 'M5-A'),
    column('titleZh', '班级中文名', 'Class title (Chinese)', '五年级数学A班'),
    column('titleEn', '班级英文名', 'Class title (English)', 'Maths 5 A'),
    column('courseCode', '课程编号', 'Course code', 'M5'),
    column('courseZh', '课程中文名', 'Course title (Chinese)', '五年级数学'),
    column('courseEn', '课程英文名', 'Course title (English)', 'Maths 5'),
    column('subject', '科目', 'Subject', 'Maths'),
    column('level', '级别', 'Level', '5'),
    column('termCode', '学期编号', 'Term code', '2026-spring'),
    column('termZh', '学期中文名', 'Term title (Chinese)', '2026年春季'),
    column('termEn', '学期英文名', 'Term title (English)', 'Spring 2026'),
    column('termStartsOn', '学期开始日', 'Term starts on', '2026-03-01'),
    column('termEndsOn', '学期结束日', 'Term ends on', '2026-06-30'),
    column('kind', '班型', 'Kind', 'regular'),
    column('horizon', '长期或短期', 'Horizon', 'longTerm'),
    column('teacherId', '教师工号', 'Teacher id', 'stf_teacher'),
    column('capacity', '座位数', 'Seats', '20'),
    column('lessonsLeft', '剩余课次', 'Lessons left', '24'),
    column('hoursPerLesson', '每课课时', 'Hours per lesson', '2'),
    column('teacherRate', '教师课酬', 'Teacher pay per lesson', '150.00'),
  ],
  balances: [
    column('enrollmentNumber', '报名编号', 'Enrollment number', 'E-5001'),
    column('studentNumber', '学号', 'Student number', 'S-1001'),
    column('classCode', '班级编号', 'Class code', 'M5-A'),
    column('boughtHours', '已购课时', 'Hours bought', '48'),
    column('usedHours', '已用课时', 'Hours used', '12'),
    column('prepaid', '预收余额', 'Prepaid money left', '7200.00'),
    column('means', '付款方式', 'Paid by', 'bankTransfer'),
    column('paidOn', '付款日期', 'Paid on', '2026-02-20'),
    column('startsOn', '开始日期', 'Starts on', '2026-03-01'),
  ],
}

/** The school's own number of something. */
const numberCell = whenAsked(() => lineField(60))

/** A day as people and spreadsheets write it: `2026-03-01`, `2026/3/1`. */
const dateCell = whenAsked(() =>
  z
    .string()
    .regex(/^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}$/)
    .transform((text) =>
      text
        .split(/[-/.]/)
        .map((part) => part.padStart(2, '0'))
        .join('-'),
    )
    .pipe(localDateField()),
)

const wholeCell = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,6}$/)
    .transform(Number)
    .pipe(z.int().min(least).max(most))

/** Hours with at most two decimals, read as hundredths. */
const hoursCell = whenAsked(() =>
  z
    .string()
    .regex(/^\d{1,5}(\.\d{1,2})?$/)
    .transform((text) => {
      const [whole = '', hundredths = ''] = text.split('.')
      return Number(whole) * 100 + Number(hundredths.padEnd(2, '0'))
    }),
)

/** Money in the campus's currency, `7200.00`; how many decimals it may have, the currency says. */
const moneyCell = whenAsked(() => z.string().regex(/^\d{1,10}(\.\d{1,3})?$/))

/** What a row of students says; contacts go to leads and nowhere else. */
export const studentCells = whenAsked(() =>
  z.object({
    studentNumber: numberCell(),
    studentName: lineField(80),
    sex: z.enum(['female', 'male']).optional(),
    birthDate: dateCell().optional(),
    school: lineField(120).optional(),
    grade: lineField(40).optional(),
    guardianName: lineField(80),
    guardianPhone: z.string().optional(),
    guardianEmail: z.string().optional(),
    guardianLanguage: languageField().optional(),
  }),
)

/** What enrollment is told of a row of students, once leads know the student; a dry run has no id. */
export const capturedCells = whenAsked(() =>
  z.object({ studentNumber: numberCell(), studentId: idField('student').optional() }),
)

export const classCells = whenAsked(() =>
  z
    .object({
      classCode: numberCell(),
      titleZh: lineField(100),
      titleEn: lineField(100),
      courseCode: numberCell(),
      courseZh: lineField(100),
      courseEn: lineField(100),
      subject: lineField(40),
      level: wholeCell(1, 99),
      termCode: numberCell(),
      termZh: lineField(100),
      termEn: lineField(100),
      termStartsOn: dateCell(),
      termEndsOn: dateCell(),
      kind: classKindField().default('regular'),
      horizon: z.enum(['longTerm', 'shortTerm']).default('longTerm'),
      teacherId: idField('staff'),
      capacity: wholeCell(1, mostSeats),
      lessonsLeft: wholeCell(1, 400),
      hoursPerLesson: hoursCell().refine((value) => value > 0),
      teacherRate: moneyCell(),
    })
    .refine(({ termStartsOn, termEndsOn }) => termStartsOn <= termEndsOn, { path: ['termEndsOn'] }),
)

export const balanceCells = whenAsked(() =>
  z.object({
    enrollmentNumber: numberCell(),
    studentNumber: numberCell(),
    classCode: numberCell(),
    boughtHours: hoursCell().refine((value) => value > 0),
    usedHours: hoursCell().default(0),
    prepaid: moneyCell().default('0'),
    means: paymentMeansField().exclude(['gateway']).default('bankTransfer'),
    paidOn: dateCell().optional(),
    startsOn: dateCell().optional(),
  }),
)
