import {
  bringRows,
  findKnownNumbers,
  getImport,
  getImportTemplate,
  getImportWorkbook,
  listImportProblems,
  startImport,
} from '@tutelage/shared/contracts/enrollment/import-routes.ts'
import { type Actor, anyFamily, type Scene } from './cast.ts'

const as = 'campusManager'

/** A class that the school held before, or one of the same code again; some seats are no number. */
const classRow = ({ chance }: Scene) => ({
  ...{ classCode: `C-${chance.below(6)}`, titleZh: '五年级数学', titleEn: 'Maths 5', subject: 'Maths', level: '5' },
  ...{ courseCode: `M-${chance.below(2)}`, courseZh: '数学', courseEn: 'Maths', termCode: '2026', termZh: '春季' },
  ...{ termEn: 'Spring', termStartsOn: '2026-03-01', termEndsOn: '2026-06-30', teacherId: 'stf_teacher-moved-in' },
  ...{ capacity: chance.happens(0.2) ? 'some' : '20', lessonsLeft: '24', hoursPerLesson: '2', teacherRate: '150' },
})

/** The number that the school gave a student before. */
function studentRow(scene: Scene): Readonly<Record<string, string>> {
  const family = anyFamily(scene)
  return family ? { studentNumber: `S-${family.studentId}`, studentId: family.studentId } : {}
}

/** Part of a file of the school as it was is brought in; the rest perhaps another time, as the same file has the same name. */
export const moveIn: Actor = async (scene) => {
  const { client, chance, cast } = scene
  const { campusId } = cast
  const kind = chance.pick(['students', 'classes'] as const)
  const digest = String(chance.below(4)).repeat(64)
  const template = { as, params: { campusId, kind } } as const
  if (chance.happens(0.2)) await client.call(getImportTemplate, template)
  if (chance.happens(0.2)) await client.call(getImportWorkbook, template)
  const params = { campusId }
  const begun = await client.call(startImport, { as, params, body: { kind, digest, dryRun: chance.happens(0.2) } })
  if (!begun) return
  const { importId, reached } = begun
  const rows = [1, 2, 3].map(() => ({ cells: kind === 'classes' ? classRow(scene) : studentRow(scene) }))
  const sent = { from: reached + 1, rows, last: chance.happens(0.3) }
  await client.call(bringRows, { as, params: { campusId, importId }, body: sent })
  const numbers = [`C-${chance.below(6)}`]
  await client.call(findKnownNumbers, { as, params, body: { kind: 'classes', numbers } })
  await client.call(getImport, { as, params: { campusId, importId } })
  await client.call(listImportProblems, { as, params: { campusId, importId } })
}
