/** A guard in the code, and how somebody would have forgotten it. */
export interface Guard {
  readonly guard: string
  readonly file: string
  readonly text: string
  readonly without: string
  /** Titles of rows, one of which must turn out otherwise. */
  readonly rows: readonly string[]
}

const gone = (guard: string, file: string, text: string, rows: readonly string[], without = ''): Guard => ({
  ...{ guard, file, text, without, rows },
})

const shared = 'packages/shared/src'
const leads = 'services/leads/src'
const enrollment = 'services/enrollment/src'
const feedback = 'services/feedback/src'
const campus = '/campuses/{campusId}'

/** Every guard that is not a list in a manifest. */
export const guards: readonly Guard[] = [
  gone('the role is asked', `${shared}/lambda/identity.ts`, "    throw new ProblemError(403, 'roleNotAllowed')", [
    `GET /enrollment${campus}/policies/grades`,
  ]),
  gone(
    'a role must be known',
    `${shared}/lambda/identity.ts`,
    "if (!isStaffRole(role)) throw new ProblemError(403, 'unknownRole')",
    [`GET /leads${campus}/staff`],
    "if (!isStaffRole(role)) return { actor: { kind: 'principal', id }, campuses: 'all' }",
  ),
  gone(
    'a token is asked for',
    `${shared}/lambda/identity.ts`,
    "throw new ProblemError(401, 'tokenMissing', { headers: { 'www-authenticate': 'Bearer' } })",
    [`GET /loyalty${campus}/members`],
    "return { actor: { kind: 'principal', id: '-' }, campuses: 'all' }",
  ),
  gone(
    'a campus is in the scope',
    `${shared}/kernel/scope.ts`,
    "if (scope.campuses !== 'all' && !scope.campuses.includes(campusId)) return undefined",
    [`GET /feedback${campus}/complaints`],
  ),
  gone(
    'a consultant sees their own follow-ups',
    `${leads}/follow-ups/list-follow-ups.ts`,
    "if (isOthersWork(context.scope.actor, { consultantId })) return refuse('notYourList')",
    [`GET /leads${campus}/follow-ups`],
  ),
  gone(
    'a consultant sees their own leads',
    `${leads}/assignment/list-leads.ts`,
    "if (isOthersWork(context.scope.actor, query)) return refuse('notYourList')",
    [`GET /leads${campus}/leads`],
  ),
  gone(
    'a consultant closes their own follow-ups',
    `${leads}/follow-ups/complete-follow-up.ts`,
    "if (isOthersWork(context.scope.actor, followUp)) return refuse('notYourFollowUp')",
    [`POST /leads${campus}/follow-ups/{followUpId}/completion`],
  ),
  gone(
    'a consultant moves their own leads',
    `${leads}/pipeline/move-lead.ts`,
    "if (isOthersWork(context.scope.actor, before)) return refuse('notYourLead')",
    [`POST /leads${campus}/leads/{leadId}/stage`],
  ),
  gone(
    'a teacher marks their own trial lessons',
    `${leads}/trials/mark-trial-attendance.ts`,
    "if (await isOthersTrial(context, before)) return refuse('notYourTrial')",
    [`POST /leads${campus}/trial-bookings/{trialBookingId}/attendance`],
  ),
  gone(
    'a consultant of the campus claims',
    `${leads}/assignment/assign-lead.ts`,
    "if (!candidate) return refuse('unknownConsultant')",
    [`POST /leads${campus}/leads/{leadId}/claim`],
    'if (!candidate) return accept({ leadId: lead.leadId })',
  ),
  gone(
    'a consultant of the campus is given a lead',
    `${leads}/assignment/assign-lead.ts`,
    "give(context, lead, candidate, round) : refuse('unknownConsultant')",
    [`POST /leads${campus}/leads/{leadId}/assignment`],
    'give(context, lead, candidate, round) : accept({ leadId: lead.leadId })',
  ),
  gone(
    'a teacher marks their own lessons',
    `${enrollment}/attendance/class-sheet.ts`,
    "if (isOthersLesson(state)) return refuse('notYourLesson', { lessonId: lesson.lessonId })",
    [`POST /enrollment${campus}/lessons/{lessonId}/attendance`],
  ),
  gone(
    'a teacher corrects their own lessons',
    `${enrollment}/attendance/correct-attendance.ts`,
    "if (isOthersLesson({ lesson: lesson.value, actor: context.scope.actor })) return refuse('notYourLesson')",
    [`POST /enrollment${campus}/lessons/{lessonId}/attendance/{studentId}/corrections`],
  ),
  gone(
    'a teacher records grades of their own students',
    `${enrollment}/grades/record-grade.ts`,
    "if (await isOthersStudent(context, student.studentId)) return refuse('notYourStudent')",
    [`POST /enrollment${campus}/students/{studentId}/grades`],
  ),
  gone(
    'a teacher reads grades of their own students',
    `${enrollment}/grades/list-grades.ts`,
    "if (await isOthersStudent(context, studentId)) return refuse('notYourStudent')",
    [`GET /enrollment${campus}/students/{studentId}/grades`],
  ),
  gone(
    'a teacher records exam scores of their own students',
    `${enrollment}/exams/record-score.ts`,
    "if (await isOthersStudent(context, studentId)) return refuse('notYourStudent')",
    [`POST /enrollment${campus}/exams/{examId}/scores`],
  ),
  gone(
    'a teacher corrects grades of their own students',
    `${enrollment}/grades/correct-grade.ts`,
    "if (await isOthersStudent(context, student.studentId)) return refuse('notYourStudent')",
    [`POST /enrollment${campus}/students/{studentId}/grades/{gradeId}/corrections`],
  ),
  gone(
    'a teacher reads the progress of their own students',
    `${enrollment}/grades/get-progress.ts`,
    "if (await isOthersStudent(context, studentId)) return refuse('notYourStudent')",
    [`GET /enrollment${campus}/students/{studentId}/progress`],
  ),
  gone(
    'a teacher reads the attempts of their own students',
    `${enrollment}/self-assessment/take-quiz.ts`,
    "if (await isOthersStudent(context, studentId)) return refuse('notYourStudent')",
    [`GET /enrollment${campus}/students/{studentId}/courses/{courseId}/attempts`],
  ),
  gone(
    'a teacher has a say in the reports of their own students',
    `${enrollment}/progress-reports/read-reports.ts`,
    "if (await isOthersStudent(context, studentId)) return refuse('notYourStudent')\n  const plan",
    [
      `GET /enrollment${campus}/students/{studentId}/report-draft`,
      `POST /enrollment${campus}/students/{studentId}/report-words`,
    ],
    '\n  const plan',
  ),
  gone(
    'a teacher reads the reports of their own students',
    `${enrollment}/progress-reports/read-reports.ts`,
    "if (await isOthersStudent(context, studentId)) return refuse('notYourStudent')\n  const { items",
    [`GET /enrollment${campus}/students/{studentId}/reports`],
    '\n  const { items',
  ),
  gone(
    'a teacher reads their own pay',
    `${enrollment}/teacher-pay/get-teacher-pay.ts`,
    "if (isOthersPay(context, teacherId)) return refuse('notYourPay', { teacherId })",
    [`GET /enrollment${campus}/teachers/{teacherId}/pay`],
  ),
  gone(
    'a teacher reads their own base pay',
    `${enrollment}/teacher-pay/keep-base-pay.ts`,
    "if (isOthersPay(context, teacherId)) return refuse('notYourPay', { teacherId })",
    [`GET /enrollment${campus}/teachers/{teacherId}/base-pay`],
  ),
  gone(
    'a teacher reads their own certificates',
    `${enrollment}/certificates/keep-certificates.ts`,
    "if (actor.kind === 'teacher' && actor.id !== teacherId) return refuse('notYourCertificates', { teacherId })",
    [`GET /enrollment${campus}/teachers/{teacherId}/certificates`],
  ),
  gone(
    'a teacher reads their own appraisal',
    `${enrollment}/appraisal/get-appraisal.ts`,
    "if (actor.kind === 'teacher' && actor.id !== teacherId) return refuse('notYourAppraisal', { teacherId })",
    [`GET /enrollment${campus}/teachers/{teacherId}/appraisal`],
  ),
  gone(
    'a teacher reads their own attendance',
    `${enrollment}/attendance/read-attendance.ts`,
    "if (actor.kind === 'teacher' && actor.id !== teacherId) return refuse('notYourAttendance', { teacherId })",
    [`GET /enrollment${campus}/teachers/{teacherId}/attendance`],
  ),
  gone(
    'a teacher reads their own timetable',
    `${enrollment}/timetable/list-timetable.ts`,
    "if (actor.kind === 'teacher' && actor.id !== teacherId) return refuse('notYourTimetable', { teacherId })",
    [`GET /enrollment${campus}/teachers/{teacherId}/lessons`],
  ),
  gone(
    'a teacher links their own calendar',
    `${enrollment}/calendar-feed/link-calendar.ts`,
    "if (actor.kind === 'teacher' && actor.id !== teacherId) return refuse('notYourTimetable', { teacherId })",
    [`POST /enrollment${campus}/teachers/{teacherId}/calendar-links`],
  ),
  gone(
    'a teacher sets their own open hours',
    `${enrollment}/booking/keep-open-hours.ts`,
    "if (actor.kind === 'teacher' && actor.id !== teacherId) return refuse('notYourHours', { teacherId })",
    [`PUT /enrollment${campus}/teachers/{teacherId}/open-hours`],
  ),
  gone(
    'a learning manager reads their own renewal work',
    `${enrollment}/renewal/list-renewal-work.ts`,
    "if (own && learningManagerId && learningManagerId !== own) return refuse('notYourList', { learningManagerId })",
    [`GET /enrollment${campus}/renewal-work`],
  ),
  gone(
    'a complaint is handled by its desk',
    `${feedback}/complaints/complaint-desk.ts`,
    "sitsAt(actor, desk) ? undefined : refuse('notYourDesk', { desk })",
    [`POST /feedback${campus}/complaints/{complaintId}/steps (with teaching)`],
    'sitsAt(actor, desk) ? undefined : undefined',
  ),
  gone(
    "the words of a major complaint are for the principal's line",
    `${feedback}/complaints/show-complaints.ts`,
    'if (!maySeeStatements(context.scope.actor, stored.complaint.severity)) return accept(shown)',
    [`GET /feedback${campus}/complaints/{complaintId} (a major one)`],
  ),
  gone(
    'a link is signed',
    `${shared}/links/signed-link.ts`,
    "if (given.length !== right.length || !timingSafeEqual(given, right)) return refuse('invalidLink')",
    [`GET /leads${campus}/unsubscribe/{token}`],
  ),
  gone(
    'a link expires',
    `${shared}/links/signed-link.ts`,
    "return context.now < expiresAt ? accept({ purpose, subject, expiresAt }) : refuse('linkExpired')",
    [`POST /leads${campus}/unsubscribe/{token}`],
    'return accept({ purpose, subject, expiresAt })',
  ),
  gone(
    'a survey is answered once',
    `${feedback}/surveys/survey-link.ts`,
    "if (stored.value.status !== 'sent') return refuse('alreadyAnswered')",
    [`GET /feedback${campus}/surveys/{token}`],
  ),
  gone(
    "a partner's event is signed with its secret",
    `${shared}/partners/verify-signature.ts`,
    'return matches.includes(true) ? id : undefined',
    ['POST /leads/partners/{partnerId}/events'],
    'return id',
  ),
  gone(
    'a signature is no older than five minutes',
    `${shared}/partners/verify-signature.ts`,
    'if (Math.abs(epochMs(now) - Number(timestamp) * 1000) > toleranceMs) return undefined',
    ['POST /enrollment/partners/{partnerId}/events'],
  ),
  gone(
    'a partner posts what it is registered for',
    `${shared}/partners/delivery.ts`,
    'if (!subscription || reasons.length > 0) return { ok: false, reasons }',
    ['POST /feedback/partners/{partnerId}/events'],
    'if (!subscription) return { ok: false, reasons }',
  ),
  gone(
    'a secret is made by who sees all campuses of the partner',
    `${shared}/partners/create-partner-secret.ts`,
    'if (!stored || !seesAll(context.scope, stored.value.campuses))',
    ['POST /enrollment/partners/{partnerId}/secrets'],
    'if (!stored)',
  ),
  gone(
    'what is in quarantine is seen by who sees its campus',
    `${shared}/partners/release-quarantined.ts`,
    "if (!stored || !isVisible(context.scope, stored)) throw new NotFound('quarantined')",
    ['POST /leads/quarantine/{quarantinedId}/release'],
    "if (!stored) throw new NotFound('quarantined')",
  ),
  gone(
    'campuses are listed to who sees them',
    `${shared}/campus/list-campuses.ts`,
    'items: page.items.filter(({ campusId }) => enterCampus(context.scope, campusId))',
    ['GET /leads/campuses'],
    'items: page.items',
  ),
]
