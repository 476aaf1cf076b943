import { services } from '../services.ts'

/** Everything that the manifests name, as the witness tells of it: routes, subscriptions, jobs and events. */
export function everything(): readonly string[] {
  return services.flatMap(({ name, routes, subscriptions, partnerSubscriptions, jobs, publishes }) => [
    ...routes.map(({ contract }) => `route ${name} ${contract.id}`),
    ...[...subscriptions, ...partnerSubscriptions].map((subscription) => `subscription ${name} ${subscription.name}`),
    ...jobs.map((job) => `job ${name} ${job.name}`),
    ...publishes.map((contract) => `event ${name} ${contract.name}`),
  ])
}

const noLink = 'by a link of a family page, which no actor follows yet'
const noBooking = 'one-to-one lessons at open hours: no actor sets any hours up yet'

/** What no run brings about, and why; whoever makes it happen takes it from here. */
export const outside: Readonly<Record<string, string>> = {
  'subscription enrollment take-check-in': 'no partner of the simulation reads cards at the door yet',
  'route enrollment setOpenHours': noBooking,
  'route enrollment listFreeSlots': noBooking,
  'route enrollment bookLesson': noBooking,
  'route enrollment cancelBooking': noBooking,
  'job enrollment charge-late-cancellation': noBooking,
  'route enrollment issueBookingLink': noLink,
  'route enrollment showBookings': noLink,
  'route enrollment bookByLink': noLink,
  'route enrollment cancelByLink': noLink,
  'route enrollment getCalendarFeed': noLink,
  'route enrollment openQuiz': noLink,
  'route enrollment answerQuiz': noLink,
}

/** What has no actor of its own yet and happens only where somebody tries just that: in few runs, or in none. */
export const byChance: ReadonlySet<string> = new Set([
  'route enrollment listMakeUpCredits',
  'route enrollment listSpareSeats',
  'route enrollment bookMakeUp',
  'route enrollment cancelMakeUp',
  'route enrollment getStudentAttendance',
  'route enrollment getTeacherAttendance',
  'route enrollment correctTeacherMark',
  'job enrollment expire-make-up-credit',
  'event enrollment MakeUpCreditUsed',
  'event enrollment MakeUpCreditExpired',
  'route enrollment changeSuccessor',
  'route enrollment scheduleRecurrence',
  'route enrollment acceptOfferedSeat',
  'route enrollment withdrawFromWaitingList',
  'job enrollment seat-offers',
  'route enrollment getTitle',
  'route enrollment lendCopy',
  'route enrollment markSignUp',
  'event enrollment TeacherChanged',
  'route enrollment renewLoan',
  'route enrollment returnCopy',
  'route enrollment withdrawCopy',
  'route enrollment cancelActivity',
  'route enrollment withdrawSignUp',
  'route enrollment listSignUps',
  'route enrollment listTeacherLessons',
  'route enrollment listRoomLessons',
  'route enrollment listStudentLessons',
  'route enrollment listDayLessons',
  'job enrollment remind-overdue-loan',
  'job enrollment remind-of-activity',
  'job enrollment tell-activity-cancelled',
  'route enrollment scheduleExam',
  'route enrollment listExams',
  'route enrollment getExam',
  'route enrollment changeExam',
  'route enrollment registerStudent',
  'route enrollment listRegistrations',
  'route enrollment recordScore',
  'route enrollment correctGrade',
  'route enrollment getProgress',
  'job enrollment move-registrations',
  'subscription enrollment take-exam-result',
  'route enrollment applyForElite',
  'route enrollment listApplications',
  'route enrollment previewAdmission',
  'route enrollment runAdmission',
  'route enrollment declineAdmission',
  'job enrollment elite-seats',
  'route enrollment writeQuiz',
  'route enrollment listQuizzes',
  'route enrollment getQuiz',
  'route enrollment reviseQuiz',
  'route enrollment issueQuizLink',
  'route enrollment listAttempts',
  'route feedback archiveComplaint',
  'route feedback getSurveyAnswer',
  'route feedback handleLowSatisfaction',
])
