import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { App, Stack } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { Code } from 'aws-cdk-lib/aws-lambda'
import * as z from 'zod'
import { addChainStacks } from '../chain-stacks.ts'
import type { Manifest } from '../manifests.ts'
import { readSettings } from '../settings.ts'

const cdkJson = z.object({ context: z.record(z.string(), z.unknown()) })
const readCdkJson = () => cdkJson.parse(JSON.parse(readFileSync(join(import.meta.dirname, '../../cdk.json'), 'utf8')))

export interface SampleOptions {
  /** Beside and over the context of cdk.json. */
  readonly context?: Readonly<Record<string, unknown>>
  /** Whether CDK checks templates as CloudFormation would; takes seconds. */
  readonly validated?: boolean
  /** What the functions hold; nothing by default. */
  readonly code?: () => Code
}

const noCode = (): Code => Code.fromInline('export const handler = async () => {}')

/** The stacks of a stage in memory, the local one unless the context says otherwise, with the context of cdk.json and functions that do nothing. */
export function sampleApp(
  manifests: readonly Manifest[],
  { context = {}, validated = false, code = noCode }: SampleOptions = {},
): App {
  const app = new App({
    context: { ...readCdkJson().context, stage: 'local', ...context },
    analyticsReporting: false,
    builtinCloudFormationValidation: validated,
  })
  const settings = readSettings((key) => app.node.tryGetContext(key))
  addChainStacks(app, { settings, manifests, code })
  return app
}

/** Context of a stage that is to be deployed, with everything that can be set. */
export const deployedContext = {
  stage: 'prod',
  timeZones: ['Asia/Shanghai', 'America/New_York'],
  mailIdentity: 'school.example',
  mailFrom: 'no-reply@school.example',
  alarmEmail: 'ops@school.example',
  partnerAccounts: { 'web-forms': '123456789012' },
  domainName: 'crm.school.example',
  certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/one',
} as const

/** The template of each stack by what follows the stage in its name: `shared`, `leads`, `gateway`. */
export function templatesOf(app: App): Map<string, Template> {
  const stacks = app.node.children.filter((child) => Stack.isStack(child))
  return new Map(stacks.map((stack) => [stack.node.id.split('-').at(-1) ?? '', Template.fromStack(stack)]))
}

/** Every resource of a type, by `<stack>/<logical id>`. */
export function resourcesOf(templates: ReadonlyMap<string, Template>, type: string) {
  const found = [...templates].flatMap(([stack, template]) =>
    Object.entries(template.findResources(type)).map(([id, resource]) => ({ stack, id, ...resource.Properties })),
  )
  if (found.length === 0) throw new Error(`no ${type} in any template`)
  return found
}
