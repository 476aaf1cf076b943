import { expect, test } from 'vitest'
import * as z from 'zod'
import { idField, instantField } from '../contracts/fields.ts'
import { breakingChanges } from './breaking-changes.ts'
import { jsonSchemaOf } from './json-schema.ts'

const shape = {
  leadId: idField('lead'),
  at: instantField(),
  reason: z.enum(['price', 'rival']),
  amountMinor: z.int().min(0),
  note: z.string().max(20).optional(),
  seats: z.array(z.object({ seat: z.int() })),
  recipient: z.union([z.object({ leadId: idField('lead') }), z.object({ staffId: idField('staff') })]),
  params: z.record(z.string(), z.string()),
}
const changed = (change: z.ZodRawShape, without: readonly string[] = []) => {
  const kept = Object.fromEntries(Object.entries(shape).filter(([name]) => !without.includes(name)))
  return breakingChanges(jsonSchemaOf(z.object(shape)), jsonSchemaOf(z.object({ ...kept, ...change })))
}

test.each([
  ['an optional member is added', { extra: z.string().optional() }],
  ['an enum gets another value', { reason: z.enum(['price', 'rival', 'distance']) }],
  ['a limit is raised', { note: z.string().max(200).optional() }],
  [
    'an alternative is added at the end',
    { recipient: z.union([...shape.recipient.options, z.object({ x: z.int() })]) },
  ],
  [
    'a member of a list gets an optional member',
    { seats: z.array(z.object({ seat: z.int(), row: z.int().optional() })) },
  ],
])('compatible: %s', (_what, change) => {
  expect(changed(change)).toEqual([])
})

test.each([
  ['a member is removed', {}, ['note'], 'data.note: removed'],
  ['a member is renamed', { remark: z.string().optional() }, ['note'], 'data.note: removed'],
  ['a member is retyped', { amountMinor: z.string() }, [], 'data.amountMinor: type changed'],
  ['an id is of another kind', { leadId: idField('student') }, [], 'data.leadId: pattern changed'],
  ['a member is newly required', { extra: z.string() }, [], 'data.extra: newly required'],
  ['a member becomes required', { note: z.string().max(20) }, [], 'data.note: newly required'],
  ['a sure member may be missing', { at: instantField().optional() }, [], 'data.at: may now be missing'],
  ['an enum loses a value', { reason: z.enum(['price']) }, [], 'data.reason: lost the value "rival"'],
  ['a limit is lowered', { note: z.string().max(10).optional() }, [], 'data.note: maxLength changed'],
  ['a minimum is raised', { amountMinor: z.int().min(1) }, [], 'data.amountMinor: minimum changed'],
  ['a list holds something else', { seats: z.array(z.string()) }, [], 'data.seats.items: type changed'],
  ['an alternative is lost', { recipient: z.union([shape.recipient.options[0]]) }, [], 'data.recipient: anyOf lost'],
  ['a record holds something else', { params: z.record(z.string(), z.int()) }, [], 'data.params.additionalProperties'],
])('breaking: %s', (_what, change, without, expected) => {
  expect(changed(change, without).join('\n')).toContain(expected)
})
