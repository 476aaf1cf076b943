import {
  addListPrice,
  createClassGroup,
  createCourse,
  createTerm,
  getClassGroup,
  listClassGroups,
  listCourses,
  listListPrices,
  listTerms,
} from '@tutelage/shared/contracts/enrollment/catalogue-routes.ts'
import { classOf } from '../opening.ts'
import { operation, type RouteOperation } from '../operation.ts'

const as = 'campusManager'
const titled = (en: string) => ({ 'zh-CN': en, en })

export const catalogueOperations: readonly RouteOperation[] = [
  operation(createCourse, ({ campusId }) => ({
    as,
    params: { campusId },
    body: { title: titled('Physics'), subject: 'physics', level: 9 },
  })),
  operation(listCourses, ({ campusId }) => ({ as: 'consultant', params: { campusId } })),
  operation(createTerm, ({ campusId }) => ({
    as,
    params: { campusId },
    body: { title: titled('Autumn'), startsOn: '2026-09-01', endsOn: '2026-12-31' },
  })),
  operation(listTerms, ({ campusId }) => ({ as: 'consultant', params: { campusId } })),
  operation(addListPrice, ({ campusId, here: { courseId } }) => ({
    as,
    params: { campusId, courseId },
    body: { effectiveFrom: '2026-09-01', amountMinor: 22_000, perCentihours: 100 },
  })),
  operation(listListPrices, ({ campusId, here: { courseId } }) => ({
    as: 'consultant',
    params: { campusId, courseId },
  })),
  operation(createClassGroup, ({ campusId, here }) => ({ as, params: { campusId }, body: classOf(campusId, here) })),
  operation(getClassGroup, ({ campusId, here: { classGroupId } }) => ({ as, params: { campusId, classGroupId } })),
  operation(listClassGroups, ({ campusId }) => ({ as, params: { campusId } })),
]
