/** How often something happens for one active student in a month, and why so often. */
export interface Use {
  /** A route, a job or a partner's event, by the name of its operation; what it sets in motion follows by itself. */
  readonly operation: string
  readonly times: number
  readonly because: string
}

/**
 * A month of an active student: two lessons a week, in class groups; a term of four months with an enrollment and a payment in
 * each; a family that looks at its balance and hears of what it should.
 *
 * Every class sheet is counted as if the student sat alone in the class, so that nothing of a lesson is shared: the true costs of
 * a class of ten are lower.
 */
export const activeStudentMonth: readonly Use[] = [
  { operation: 'enrollment route markAttendance', times: 8, because: 'two lessons a week' },
  { operation: 'enrollment route correctAttendance', times: 0.1, because: 'one mark in eighty is wrong' },
  { operation: 'enrollment route getClassSheet', times: 8, because: 'the teacher opens the sheet before posting it' },
  { operation: 'enrollment route scheduleLessons', times: 1, because: 'lessons of a month at once' },
  { operation: 'enrollment route listLessons', times: 4, because: 'the timetable is looked at each week' },
  { operation: 'enrollment route quoteTuition', times: 0.25, because: 'once a term' },
  { operation: 'enrollment route enrollStudent', times: 0.25, because: 'once a term' },
  { operation: 'enrollment route payTuition', times: 0.25, because: 'once a term' },
  { operation: 'enrollment route refundTuition', times: 0.01, because: 'one enrollment in 25' },
  { operation: 'enrollment route getBalance', times: 4, because: 'the family or the desk asks each week' },
  { operation: 'enrollment route getStudent', times: 4, because: 'the learning manager opens the student each week' },
  { operation: 'enrollment route recordGrade', times: 1, because: 'a test a month' },
  { operation: 'enrollment route listGrades', times: 2, because: 'looked at after the test and before a talk' },
  { operation: 'leads route captureLead', times: 0.25, because: 'of four active students one was won this month' },
  { operation: 'leads route moveLead', times: 0.5, because: 'two moves for each' },
  { operation: 'leads route completeFollowUp', times: 0.75, because: 'three contacts for each' },
  { operation: 'leads route bookTrial', times: 0.25, because: 'one trial for each' },
  { operation: 'leads route markTrialAttendance', times: 0.25, because: 'one trial for each' },
  { operation: 'leads route listFollowUps', times: 3, because: "the consultant's list, for each contact four times" },
  { operation: 'leads route getCustomerFile', times: 2, because: 'opened for each contact and talk' },
  { operation: 'leads due escalate-follow-up', times: 0.05, because: 'one contact in fifteen is late' },
  { operation: 'loyalty route getPoints', times: 2, because: 'the family looks twice' },
  { operation: 'loyalty route listProgressCards', times: 2, because: 'the family looks twice' },
  { operation: 'loyalty route redeemPoints', times: 0.1, because: 'about once a year' },
  { operation: 'loyalty due expire-points', times: 0.1, because: 'about once a year' },
  { operation: 'loyalty daily greet-birthdays', times: 0.1, because: 'once a year' },
  { operation: 'loyalty daily greet-festivals', times: 0.35, because: 'four festivals a year' },
  { operation: 'feedback route fileComplaint', times: 0.01, because: 'one family in a hundred' },
  { operation: 'feedback route resolveComplaint', times: 0.01, because: 'as many' },
  {
    operation: 'feedback route answerSurvey',
    times: 0.1,
    because: 'a course ends every four months; four in ten answer',
  },
  { operation: 'feedback due remind-survey', times: 0.15, because: 'six in ten are reminded' },
  { operation: 'feedback due breach-commitment', times: 0.05, because: 'a call after an absence is forgotten' },
  { operation: 'feedback route recordReturnVisit', times: 0.5, because: 'every two months' },
]
