/** A person who may ask for a token on the local cloud. */
export interface DemoUser {
  readonly name: string
  /** Staff id, the token's subject. */
  readonly sub: string
  readonly role: string
  /** Campus ids with spaces between, or `*` for all. */
  readonly campuses: string
  readonly email: string
}

const roles = ['principal', 'campusManager', 'consultant', 'learningManager', 'teacher', 'frontDesk', 'finance']

function demoUser(name: string, campus: string): DemoUser {
  const role = name.split('-')[0] ?? name
  const campuses = role === 'principal' ? '*' : campus
  return { name, sub: `stf_demo-${name}`, role, campuses, email: `${name.toLowerCase()}@staff.example.com` }
}

/** One of each role at both demo campuses; where work is handed out in turn, a second one in the east. */
export const demoUsers: readonly DemoUser[] = [
  ...[...roles, 'consultant-2', 'learningManager-2'].map((name) => demoUser(name, 'cam_demo-east')),
  ...roles.map((name) => demoUser(`${name}-west`, 'cam_demo-west')),
]
