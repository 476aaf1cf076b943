import { z } from 'zod'
import { accountId, region } from './arns.ts'
import type { CloudAssembly, Stack } from './cloud-assembly.ts'
import { type IntrinsicScope, noValue, resolveIntrinsics, UnsupportedTemplate } from './intrinsics.ts'
import type { NamedResource, ResourceKind, ResourceValues } from './resource-kind.ts'

/** A resource of the assembly with its intrinsics resolved and its properties checked. */
export interface Deployed<Properties> {
  readonly stack: string
  readonly logicalId: string
  readonly type: string
  readonly ref: string
  readonly attributes: Readonly<Record<string, string>>
  readonly properties: Properties
}

/** Every resource of a cloud, to be asked for by kind. */
export interface DeployedResources {
  of<Schema extends z.ZodType>(kind: ResourceKind<Schema>): readonly Deployed<z.output<Schema>>[]
}

/**
 * Resolves and checks every resource of an assembly.
 * @param kinds what the local cloud knows
 * @throws UnsupportedTemplate naming logical id, type and stack of each resource that it does not know or know enough of
 */
export function deployedResources(assembly: CloudAssembly, kinds: readonly ResourceKind[]): DeployedResources {
  const known = new Map(kinds.map((kind) => [kind.type, kind]))
  const problems: string[] = []
  const resources = assembly.stacks.flatMap((stack) => {
    const scope = scopeOf(stack, assembly, known)
    return Object.entries(stack.template.Resources)
      .filter(([, { Condition }]) => Condition === undefined || scope.condition(Condition))
      .flatMap(([logicalId, { Type, Properties }]) => {
        const at = `${logicalId} (${Type}) in stack ${stack.name}`
        try {
          const kind = kindOf(known, Type)
          const properties = resolveIntrinsics(Properties, scope)
          const checked = kind.schema.safeParse(properties)
          if (!checked.success) throw new UnsupportedTemplate(z.prettifyError(checked.error))
          const values = valuesOf(kind, stack, logicalId, scope)
          return [
            {
              stack: stack.name,
              logicalId,
              type: Type,
              ref: values.ref,
              attributes: values.attributes ?? {},
              properties,
            },
          ]
        } catch (error) {
          problems.push(`${at}: ${error instanceof Error ? error.message : error}`)
          return []
        }
      })
  })
  if (problems.length > 0) throw new UnsupportedTemplate(`the local cloud does not support\n  ${problems.join('\n  ')}`)
  return {
    of: (kind) =>
      resources
        .filter(({ type }) => type === kind.type)
        .map((resource) => ({ ...resource, properties: kind.schema.parse(resource.properties) })),
  }
}

function kindOf(known: ReadonlyMap<string, ResourceKind>, type: string): ResourceKind {
  const kind = known.get(type)
  if (!kind) throw new UnsupportedTemplate('a resource of this type')
  return kind
}

function valuesOf(kind: ResourceKind, stack: Stack, logicalId: string, scope: IntrinsicScope): ResourceValues {
  const properties = stack.template.Resources[logicalId]?.Properties ?? {}
  const named: NamedResource = {
    stack: stack.name,
    logicalId,
    property: (name) => {
      const value = resolveIntrinsics(properties[name], scope)
      return typeof value === 'string' && value !== '' ? value : undefined
    },
  }
  return kind.values(named)
}

const pseudoParameters: Readonly<Record<string, unknown>> = {
  'AWS::Region': region,
  'AWS::AccountId': accountId,
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
  'AWS::NoValue': noValue,
  'AWS::NotificationARNs': [],
}

function scopeOf(stack: Stack, assembly: CloudAssembly, known: ReadonlyMap<string, ResourceKind>): IntrinsicScope {
  const { Resources, Parameters, Conditions, Mappings } = stack.template
  const values = (logicalId: string): ResourceValues => {
    const resource = Resources[logicalId]
    if (!resource) throw new UnsupportedTemplate(`"${logicalId}" is nothing in stack ${stack.name}`)
    return valuesOf(kindOf(known, resource.Type), stack, logicalId, scope)
  }
  const scope: IntrinsicScope = {
    ref: (name) => {
      if (name in pseudoParameters) return pseudoParameters[name]
      if (name === 'AWS::StackName') return stack.name
      if (name === 'AWS::StackId') return `arn:aws:cloudformation:${region}:${accountId}:stack/${stack.name}/local`
      const parameter = Parameters[name]
      if (!parameter) return values(name).ref
      if (parameter.Default === undefined) throw new UnsupportedTemplate(`parameter ${name} has no default`)
      return parameter.Default
    },
    attribute: (logicalId, name) => {
      const value = values(logicalId).attributes?.[name]
      if (value === undefined) throw new UnsupportedTemplate(`attribute ${name} of ${logicalId}`)
      return value
    },
    importValue: (name) => importValue(name, assembly, known),
    condition: (name) => {
      const condition = Conditions[name]
      if (condition === undefined) throw new UnsupportedTemplate(`condition ${name}`)
      return resolveIntrinsics(condition, scope) === true
    },
    mapping: (map, key, name) => {
      const table = z.record(z.string(), z.record(z.string(), z.unknown())).parse(Mappings[map])
      return table[key]?.[name]
    },
  }
  return scope
}

function importValue(name: string, assembly: CloudAssembly, known: ReadonlyMap<string, ResourceKind>): unknown {
  for (const stack of assembly.stacks) {
    for (const { Value, Export } of Object.values(stack.template.Outputs)) {
      if (!Export) continue
      const scope = scopeOf(stack, assembly, known)
      if (resolveIntrinsics(Export.Name, scope) === name) return resolveIntrinsics(Value, scope)
    }
  }
  throw new UnsupportedTemplate(`no stack exports "${name}"`)
}
