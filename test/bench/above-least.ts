/*
 * Why an operation takes more than the least that its items need. A reason is of the business or of what must hold when
 * something breaks; without one the operation is to be mended.
 */

const apart = 'what else is due at that moment is done in a commit of its own, so that one that fails undoes no other'
const claimed =
  'a mail cannot be part of a commit: the message is taken in, claimed before it is handed over and its outcome recorded, so that a crash in between neither loses nor doubles it; preferences are asked again at the last moment'
const leased =
  'a day of a campus is leased, its cursor saved and its end recorded, so that one runs it at a time and a crash goes on where it was; each page commits by itself'
const signed = 'the secret that signs links is made with the first link of a chain, in a commit of its own'
const planned = (what: string): string =>
  `${what}: the plan that puts lessons on the timetable reads what it decides upon itself, for every use case alike, and those look at the same before`

const counted =
  'the classes of the student are read by what gives their time back, and by what counts students, which a transfer does without'

const passedOn = 'is read by what passes the seat of a class on, for every way out of a class alike'

const seenBy = 'the account is read by the rule that says whom a teacher sees, and by the report'

/** By the name of the operation. */
export const reasonsAboveLeast: Readonly<Record<string, string>> = {
  'leads route unsubscribe':
    'the household is read for its language and again with the version that the change expects',
  'leads subscription request-message': claimed,
  'leads due deliver-message': claimed,
  'leads due escalate-follow-up': apart,
  'enrollment route changeClassGroup': planned("a month of the class's agenda"),
  'enrollment route bookLesson': planned("the student's seat and classes"),
  'enrollment route bookByLink': planned("the student's seat and classes"),
  'enrollment route cancelBooking': planned('the class'),
  'enrollment route cancelByLink': planned('the class, and the lesson that the link is checked against'),
  'enrollment route enrollStudent': planned("the term, the class's progress and a month of its agenda"),
  'enrollment route acceptOfferedSeat': planned("the term and the class's progress"),
  'enrollment route cancelMakeUp':
    'the class sheet says who is still a guest, as for every use case, and reads the list of guests and the mark itself; the list is read again with the version that the change expects',
  'enrollment due move-student-records':
    'what a merged student has stands in many places, each of which is asked until one has something left; a collision, or nothing, is known only by reading both sides',
  'enrollment due tuition-due': apart,
  'enrollment route bringRows':
    'each row is a commit of its own, so that one that cannot come in stops no other, and how far the file is comes last',
  'enrollment daily sum-prepaid': leased,
  'enrollment daily post-base-pay': leased,
  'enrollment daily take-census': leased,
  'enrollment daily close-renewals': leased,
  'enrollment route promoteStudent': planned("both classes, the term, the class's progress and a month of its agenda"),
  'enrollment route enrollUnderPlan': planned("the class's progress"),
  'enrollment route terminateEnrollment': counted,
  'enrollment route transferStudent': `the class that is left ${passedOn}`,
  'enrollment due end-plan-classes': `the term of each class ${passedOn}`,
  'enrollment route addReportWords': seenBy,
  'enrollment route getReportDraft': seenBy,
  'enrollment route leaveYearPlan': counted,
  'enrollment subscription complete-planned-course':
    'the enrollment is read for its plan, and again, with every other of the plan, for the price of its lessons',
  'enrollment route issueBookingLink': signed,
  'enrollment route issueQuizLink': signed,
  'enrollment due progress-reports': apart,
  'enrollment route linkStudentCalendar': signed,
  'enrollment route linkTeacherCalendar': signed,
  'loyalty due expire-points': apart,
  'loyalty daily greet-birthdays': leased,
  'loyalty daily greet-festivals': leased,
  'feedback subscription send-survey': signed,
}
