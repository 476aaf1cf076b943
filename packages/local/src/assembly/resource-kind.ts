import { createHash } from 'node:crypto'
import { z } from 'zod'

/** What a template's intrinsics can ask of a resource. */
export interface ResourceValues {
  readonly ref: string
  readonly attributes?: Readonly<Record<string, string>>
}

/** A resource while its values are worked out. */
export interface NamedResource {
  readonly stack: string
  readonly logicalId: string
  /** A text among its properties, resolved; undefined when it is not there or no text. */
  property(name: string): string | undefined
}

/** A kind of resource that the local cloud knows: what its properties may be, and what Ref and GetAtt give. */
export interface ResourceKind<Schema extends z.ZodType = z.ZodType> {
  readonly type: string
  /** Strict: a property that is not listed stops the start, so that none is ignored by chance. */
  readonly schema: Schema
  values(resource: NamedResource): ResourceValues
}

/** For a property that is accepted and has no effect here. */
export const inert = z.unknown().optional()

export const resourceKind = <Schema extends z.ZodType>(
  type: string,
  schema: Schema,
  values: (resource: NamedResource) => ResourceValues,
): ResourceKind<Schema> => ({ type, schema, values })

/** The name that the template gives, or the one that CloudFormation would make, without the random part. */
export const physicalName = (resource: NamedResource, property: string): string =>
  resource.property(property) ?? `${resource.stack}-${resource.logicalId}`

/** A short id that stays the same from start to start. */
export const stableId = ({ stack, logicalId }: NamedResource, length: number): string =>
  BigInt(`0x${createHash('sha256').update(`${stack}/${logicalId}`).digest('hex')}`)
    .toString(36)
    .slice(0, length)
