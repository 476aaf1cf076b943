import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'

const artifact = z.object({
  type: z.string(),
  properties: z.record(z.string(), z.unknown()).optional(),
})
const manifest = z.object({ artifacts: z.record(z.string(), artifact) })
const assetManifest = z.object({
  files: z.record(
    z.string(),
    z.object({ source: z.object({ path: z.string().optional(), packaging: z.string().optional() }) }),
  ),
})
const templateResource = z.object({
  Type: z.string(),
  Condition: z.string().optional(),
  Properties: z.record(z.string(), z.unknown()).default({}),
})
const template = z.object({
  Resources: z.record(z.string(), templateResource).default({}),
  Parameters: z.record(z.string(), z.object({ Type: z.string(), Default: z.unknown() })).default({}),
  Conditions: z.record(z.string(), z.unknown()).default({}),
  Mappings: z.record(z.string(), z.unknown()).default({}),
  Outputs: z
    .record(z.string(), z.object({ Value: z.unknown(), Export: z.object({ Name: z.unknown() }).optional() }))
    .default({}),
})

export type Template = z.infer<typeof template>

/** One CloudFormation stack as CDK synthesized it. */
export interface Stack {
  readonly name: string
  readonly template: Template
}

/** What `cdk synth` wrote. */
export interface CloudAssembly {
  readonly stacks: readonly Stack[]
  /** Folder of an asset, by the key that templates name it with (`<hash>.zip`). */
  readonly assetDirs: ReadonlyMap<string, string>
}

/**
 * Reads a cloud assembly and those nested in it (stages).
 * @param dir such as `cdk.out`
 * @throws Error when there is none
 */
export function readCloudAssembly(dir: string): CloudAssembly {
  const path = join(dir, 'manifest.json')
  if (!existsSync(path)) throw new Error(`no cloud assembly in ${resolve(dir)}: run the synthesis first`)
  const stacks: Stack[] = []
  const assetDirs = new Map<string, string>()
  for (const [name, { type, properties = {} }] of Object.entries(manifest.parse(readJson(path)).artifacts)) {
    const file = (key: string): string => join(dir, z.string().parse(properties[key]))
    if (type === 'aws:cloudformation:stack') {
      const stackName = z.string().catch(name).parse(properties.stackName)
      stacks.push({ name: stackName, template: template.parse(readJson(file('templateFile'))) })
    } else if (type === 'cdk:asset-manifest') {
      collectAssets(dir, file('file'), assetDirs)
    } else if (type === 'cdk:cloud-assembly') {
      const nested = readCloudAssembly(file('directoryName'))
      stacks.push(...nested.stacks)
      for (const [key, folder] of nested.assetDirs) assetDirs.set(key, folder)
    }
  }
  return { stacks, assetDirs }
}

function collectAssets(dir: string, path: string, into: Map<string, string>): void {
  for (const [hash, { source }] of Object.entries(assetManifest.parse(readJson(path)).files)) {
    if (source.packaging === 'zip' && source.path) into.set(`${hash}.zip`, resolve(dir, source.path))
  }
}

const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'))
