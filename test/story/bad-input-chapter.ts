import { serviceNames } from '@tutelage/shared/contracts/define-event.ts'
import * as z from 'zod'
import type { Enrolled, Stage } from './cast.ts'
import { so } from './teller.ts'
import type { Ask } from './world.ts'

const problem = z.object({
  title: z.string(),
  status: z.int(),
  errors: z.array(z.object({ path: z.string() })).optional(),
})

/** What is wrong is answered clearly and changes nothing. */
export async function tellBadInput(stage: Stage, { family }: Enrolled): Promise<void> {
  const { world, teller, campusId } = stage
  teller.chapter('Bad input')
  const inquiries = `/leads/campuses/${campusId}/inquiries`
  const expired = await world.ask('POST', '/_local/token', { body: { user: 'consultant', expiresInSeconds: -60 } })
  const token = z.object({ token: z.string() }).parse(expired.body).token
  const leadOfEast = `/leads/campuses/cam_demo-west/leads/${family.leadId}`
  const cases: readonly (readonly [what: string, status: number, method: string, path: string, ask: Ask])[] = [
    ['a body of 2 MB', 413, 'POST', inquiries, { body: { need: 'x'.repeat(2_000_000) } }],
    ...serviceNames.map((name) => [`an unknown route of ${name}`, 404, 'GET', `/${name}/nothing/here`, {}] as const),
    [
      'an expired token',
      401,
      'GET',
      `/leads/campuses/${campusId}/lead-pool`,
      { headers: { authorization: `Bearer ${token}` } },
    ],
    ['no token', 401, 'GET', `/leads/campuses/${campusId}/lead-pool`, {}],
    ["another campus's id", 404, 'GET', leadOfEast, { as: 'consultant' }],
    ["an id of another campus in one's own", 404, 'GET', leadOfEast, { as: 'consultant-west' }],
    ['a forbidden action', 403, 'POST', `/enrollment/campuses/${campusId}/courses`, { as: 'teacher', body: {} }],
  ]
  for (const [what, status, method, path, ask] of cases) {
    const reply = await world.ask(method, path, ask)
    so(reply.status === status, `${what} is answered ${status}`, {
      status: reply.status,
      text: reply.text.slice(0, 300),
    })
  }
  const broken = await fetch(new URL(inquiries, world.gateway), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"guardian":',
  })
  so(broken.status === 400, 'broken JSON is answered 400', broken.status)
  const wrong = await world.ask('POST', inquiries, { body: { guardian: { name: '' }, student: {}, consent: false } })
  const { errors = [] } = problem.parse(wrong.body)
  const paths = errors.map(({ path }) => path)
  so(
    wrong.status === 400 && paths.includes('body.student.name') && paths.includes('body.consent'),
    'the fields are named',
    paths,
  )
  teller.told('2 MB, broken JSON, unknown route, expired token, another campus', '413, 400, 404, 401, 404')
  teller.told('an incomplete inquiry', `a problem document naming ${paths.join(', ')}`)
}
