import { type EventfulService, ownEvents, partnerEvents } from '@tutelage/shared/documents/asyncapi.ts'
import { type JsonSchema, jsonSchemaOf } from '@tutelage/shared/documents/json-schema.ts'

/** The shape of every event's data as it is now, by the file in which its version is committed. */
export function eventSchemas(services: readonly EventfulService[]): ReadonlyMap<string, JsonSchema> {
  const file = (name: string, version: number): string => `test/contracts/events/${name}.v${version}.json`
  return new Map([
    ...ownEvents(services).map((one): [string, JsonSchema] => [file(one.name, one.version), jsonSchemaOf(one.data)]),
    ...partnerEvents(services).map((one): [string, JsonSchema] => [
      file(`partner.${one.name}`, one.version),
      jsonSchemaOf(one.data),
    ]),
  ])
}
