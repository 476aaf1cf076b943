import type { Instant } from '@tutelage/shared/kernel/instant.ts'
import type { ClassGroup } from '../catalogue/class-group.ts'
import type { Enrollment } from './enrollment.ts'

/** As many lessons as a message holds. */
const mostLessons = 60

/**
 * What the confirmation fills in: the class in both languages, hours and price, the next lessons, what to bring.
 * @param lessons when they begin, in order
 * Rule: E3.
 */
export function confirmationParams(
  { enrollmentId, centihours, priceMinor }: Enrollment,
  { title, preparationNotes }: ClassGroup,
  lessons: readonly Instant[],
): Readonly<Record<string, string | number>> {
  return {
    enrollmentId,
    'title.zh-CN': title['zh-CN'],
    'title.en': title.en,
    centihours,
    priceMinor,
    lessons: lessons.slice(0, mostLessons).join(','),
    ...(preparationNotes && {
      'notes.zh-CN': preparationNotes['zh-CN'],
      'notes.en': preparationNotes.en,
    }),
  }
}
