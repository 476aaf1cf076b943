import * as imports from '@tutelage/shared/contracts/enrollment/import-routes.ts'
import { type Operation, operation } from '../operation.ts'
import type { School } from '../school.ts'

const as = 'campusManager'
const digest = 'a'.repeat(64)

const classRow = {
  cells: {
    ...{ classCode: 'M5-A', titleZh: '五年级数学A班', titleEn: 'Maths 5 A', courseCode: 'M5', courseZh: '五年级数学' },
    ...{ courseEn: 'Maths 5', subject: 'Maths', level: '5', termCode: 'spring', termZh: '春季', termEn: 'Spring' },
    ...{ termStartsOn: '2026-03-01', termEndsOn: '2026-06-30', teacherId: 'stf_teacher', capacity: '20' },
    ...{ lessonsLeft: '24', hoursPerLesson: '2', teacherRate: '150' },
  },
}
const balanceRow = {
  cells: {
    ...{ enrollmentNumber: 'E-1', studentNumber: 'S-1', classCode: 'M5-A' },
    ...{ boughtHours: '48', usedHours: '12', prepaid: '7200' },
  },
}

const started = (school: School, kind: 'students' | 'classes' | 'balances') =>
  school.call(imports.startImport, { as, params: { campusId: school.campusId }, body: { kind, digest } })

/** A file of one row is through. */
async function brought(school: School, kind: 'students' | 'classes', row: Readonly<Record<string, string>>) {
  const { campusId } = school
  const { importId } = await started(school, kind)
  await school.call(imports.bringRows, {
    as,
    params: { campusId, importId },
    body: { from: 1, rows: [{ cells: row }], last: true },
  })
  return { campusId, importId }
}

const broughtStudent = (school: School) =>
  brought(school, 'students', { studentNumber: 'S-1', studentId: school.here.prospect.studentId })

export const importOperations: readonly Operation[] = [
  operation(imports.startImport, ({ campusId }) => ({
    as,
    params: { campusId },
    body: { kind: 'classes' as const, digest },
  })),
  operation(imports.bringRows, async (school) => {
    await broughtStudent(school)
    await brought(school, 'classes', classRow.cells)
    const { importId } = await started(school, 'balances')
    return { as, params: { campusId: school.campusId, importId }, body: { from: 1, rows: [balanceRow], last: true } }
  }),
  operation(imports.findKnownNumbers, async (school) => {
    const { campusId } = await broughtStudent(school)
    return { as, params: { campusId }, body: { kind: 'students' as const, numbers: ['S-1'] } }
  }),
  operation(imports.getImport, async (school) => ({ as, params: await broughtStudent(school) })),
  operation(imports.listImportProblems, async (school) => ({
    as,
    params: await brought(school, 'students', { studentNumber: 'S-2' }),
  })),
  operation(imports.getImportWorkbook, ({ campusId }) => ({ as, params: { campusId, kind: 'classes' as const } })),
  operation(imports.getImportTemplate, ({ campusId }) => ({ as, params: { campusId, kind: 'students' as const } })),
]
