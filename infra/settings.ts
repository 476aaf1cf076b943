import * as z from 'zod'
import { type ServiceName, serviceNames } from '../packages/shared/src/contracts/define-event.ts'

const logLevels = ['DEBUG', 'INFO', 'WARN', 'ERROR'] as const
export type LogLevel = (typeof logLevels)[number]

/** `-c key=a,b` gives text, cdk.json a list; both mean the same. */
const list = <Entry extends z.ZodType<unknown, string>>(entry: Entry) =>
  z.preprocess(
    (given) => (typeof given === 'string' ? given.split(',').map((part) => part.trim()) : given),
    z.array(entry),
  )

/** `-c key=a=1,b=2` gives text, cdk.json an object; both mean the same. */
const table = <Rows extends z.ZodType>(rows: Rows) =>
  z.preprocess((given) => {
    if (typeof given !== 'string') return given
    return Object.fromEntries(given.split(',').map((pair) => pair.split('=').map((part) => part.trim())))
  }, rows)

const partnerAccounts = z.record(z.string().regex(/^[A-Za-z0-9-]{2,40}$/), z.string().regex(/^\d{12}$/))
const restoredTables = z.partialRecord(z.enum(serviceNames), z.string().min(3))
const timeZone = z.string().refine((name) => isTimeZone(name), 'is not an IANA time zone')

const contextSchema = z.object({
  stage: z.string().regex(/^[a-z][a-z0-9-]{0,19}$/),
  chain: z.string().min(1).max(100).optional(),
  timeZones: list(timeZone).default(['Asia/Shanghai']),
  issuerUrl: z.url({ protocol: /^https$/ }).optional(),
  audience: list(z.string().min(1)).optional(),
  mailIdentity: z.string().min(3).optional(),
  mailFrom: z.email().optional(),
  alarmEmail: z.email().optional(),
  partnerAccounts: table(partnerAccounts).default({}),
  publicUrl: z.url().optional(),
  domainName: z.hostname().optional(),
  certificateArn: z.string().startsWith('arn:').optional(),
  restoredTables: table(restoredTables).default({}),
  logLevel: z.enum(logLevels).default('INFO'),
})
type Context = z.output<typeof contextSchema>

/** Whose tokens the APIs accept: a user pool that this deployment makes, or any OIDC issuer. */
type IdentitySetting =
  | { readonly kind: 'userPool' }
  | { readonly kind: 'issuer'; readonly issuerUrl: string; readonly audience: readonly string[] }

/** One stage: one chain of schools, its names and what it brings along. Read from CDK context. */
export interface Settings {
  /** Unique in its account and region; begins every physical name. */
  readonly stage: string
  /** The chain as people call it. */
  readonly chain: string
  /** Each daily job runs once per zone in which the chain has campuses. */
  readonly timeZones: readonly string[]
  readonly identity: IdentitySetting
  /** SES identity (domain or address) and the sender; without them nothing is permitted to send mail. */
  readonly mail: { readonly identity: string; readonly from: string } | undefined
  readonly alarmEmail: string | undefined
  /** Partner id → AWS account that may put that partner's events onto the partner bus. */
  readonly partnerAccounts: Readonly<Record<string, string>>
  /** Base of links in mails; no slash at the end. */
  readonly publicUrl: string
  readonly domain: { readonly name: string; readonly certificateArn: string } | undefined
  /** Service → table that takes the place of its own after a restore. */
  readonly restoredTables: Partial<Readonly<Record<ServiceName, string>>>
  readonly logLevel: LogLevel
}

/**
 * Reads one stage's settings.
 * @param lookUp looks a key up in the CDK context
 * @throws Error naming every key that is missing or wrong
 */
export function readSettings(lookUp: (key: string) => unknown): Settings {
  const given = Object.fromEntries(Object.keys(contextSchema.shape).map((key) => [key, lookUp(key)]))
  const read = contextSchema.safeParse(given)
  if (!read.success) throw new Error(`CDK context: ${z.prettifyError(read.error)}`)
  const { stage, timeZones, alarmEmail, partnerAccounts, restoredTables, logLevel } = read.data
  return {
    ...{ stage, timeZones, alarmEmail, partnerAccounts, restoredTables, logLevel },
    chain: read.data.chain ?? stage,
    identity: identityOf(read.data),
    mail: mailOf(read.data),
    domain: domainOf(read.data),
    publicUrl: publicUrlOf(read.data).replace(/\/$/, ''),
  }
}

/** What every physical name of the stage begins with. */
export const prefixOf = (settings: Pick<Settings, 'stage'>): string => `tutelage-${settings.stage}`

function identityOf({ issuerUrl, audience }: Context): IdentitySetting {
  if (issuerUrl && audience) return { kind: 'issuer', issuerUrl, audience }
  if (issuerUrl || audience) throw new Error('CDK context: issuerUrl and audience belong together')
  return { kind: 'userPool' }
}

function mailOf({ stage, mailIdentity, mailFrom }: Context): Settings['mail'] {
  if (mailIdentity && mailFrom) return { identity: mailIdentity, from: mailFrom }
  if (mailIdentity || mailFrom) throw new Error('CDK context: mailIdentity and mailFrom belong together')
  return stage === 'local' ? { identity: 'tutelage.example', from: 'no-reply@tutelage.example' } : undefined
}

function domainOf({ domainName, certificateArn }: Context): Settings['domain'] {
  if (domainName && certificateArn) return { name: domainName, certificateArn }
  if (domainName || certificateArn) throw new Error('CDK context: domainName and certificateArn belong together')
  return undefined
}

/** The services need it before the gateway that has it exists, so it is told, not looked up. */
function publicUrlOf({ stage, publicUrl, domainName }: Context): string {
  if (publicUrl) return publicUrl
  if (domainName) return `https://${domainName}`
  if (stage === 'local') return 'http://127.0.0.1:4510'
  throw new Error('CDK context: publicUrl or domainName is needed for the links in mails')
}

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }))
  } catch {
    return false
  }
}
