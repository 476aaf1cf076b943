/** How the figures of reports come about, in the names of the fields beside them. A report tells its own. */
export const formulas = {
  /** Rule: E6. */
  attendance:
    'rateBasisPoints = 10000 × attendedLessons ÷ dueLessons, half to even; due: attended, late, leave, absent; attended: attended, late; a lesson that makes another up is not due',
  /** Rule: E6. */
  teacherAttendance:
    'rateBasisPoints = 10000 × attendedLessons ÷ dueLessons, half to even; due: lessons held that were theirs; attended: attended, late',
  /** Rule: E8. */
  balance:
    'remainingCentihours − owedCentihours = sum of centihours of the entries; prepaidMinor = sum of prepaidMinor of the entries',
  /** Rule: E5. */
  prepaid: 'prepaidMinor = receivedMinor − refundedMinor − consumedMinor',
  /** Rule: E14. */
  renewal:
    'rateBasisPoints = 10000 × renewed ÷ (counted − naturalEnds), half to even; counted = renewed + lapsed + open + naturalEnds',
  /** Rule: E10. */
  promotion:
    'rateBasisPoints = 10000 × promoted ÷ (counted − naturalEnds), half to even; natural ends are not counted as promoted',
  /** Rule: E11 (source). */
  yearPlanShares:
    'basisPoints = 10000 × students of the share ÷ all students, rounded down; goals 9000 and 8000; a student has an active enrollment, an open plan, or a completed course whose renewal is undecided',
} as const
