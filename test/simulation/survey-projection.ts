import * as z from 'zod'
import type { AtRest } from './loyalty-projection.ts'
import type { Fact } from './published-facts.ts'

const surveySchema = z.object({
  survey: z.object({ surveyId: z.string(), status: z.string(), rating: z.int().optional() }),
})
const complaintSchema = z.object({
  complaint: z.object({ complaintId: z.string() }).optional(),
  complaintId: z.string().optional(),
})

const named = ({ facts }: AtRest, name: string): readonly Fact[] => facts.get(name) ?? []

/** Every survey that stands was told of when it was sent, and again when it was answered; and so with complaints. */
export function checkSurveys(rest: AtRest): void {
  const idsOf = (name: string, id: string): ReadonlySet<string> =>
    new Set(named(rest, name).map(({ data }) => String(data[id])))
  const [sent, answered, low] = [
    idsOf('SurveySent', 'surveyId'),
    idsOf('SurveyAnswered', 'surveyId'),
    idsOf('LowSatisfactionDetected', 'surveyId'),
  ]
  const surveys = rest.items.filter(({ entity }) => entity === 'survey').map((item) => surveySchema.parse(item).survey)
  rest.witness.expect(surveys.length === sent.size, 'a survey stands for each that was sent', surveys, [...sent])
  for (const { surveyId, status } of surveys) {
    rest.witness.expect(sent.has(surveyId), 'a survey that was sent is told', surveyId)
    rest.witness.expect((status !== 'sent') === answered.has(surveyId), 'an answer is told', surveyId, status)
    rest.witness.expect(['low', 'handled'].includes(status) === low.has(surveyId), 'a low answer is told', surveyId)
  }
  const filed = idsOf('ComplaintFiled', 'complaintId')
  const complaints = rest.items
    .filter(({ entity }) => entity === 'complaint')
    .map((item) => complaintSchema.parse(item))
  rest.witness.expect(complaints.length === filed.size, 'a complaint stands for each that was filed', complaints.length)
}
