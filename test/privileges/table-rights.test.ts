import { expect, test } from 'vitest'
import { manifests } from '../../infra/manifests.ts'
import { resourcesOf, sampleApp, templatesOf } from '../../infra/testing/sample-stacks.ts'
import { operations } from '../operations/registry.ts'
import { movingOperations } from './move-campus.ts'
import { usedRights } from './used-rights.ts'

// What functions may do to their tables is what their use cases do: no more, and no less.

const templates = templatesOf(sampleApp(manifests))
const functions = resourcesOf(templates, 'AWS::Lambda::Function')

/** Function → what its role may do to items and indexes: `PutItem`, `Query`, `Query lookup`. */
const granted = new Map<string, Set<string>>()
for (const { stack, Roles, PolicyDocument } of resourcesOf(templates, 'AWS::IAM::Policy')) {
  const own = functions.find((one) => one.stack === stack && one.Role['Fn::GetAtt'][0] === Roles[0].Ref)
  if (!own) continue
  const rights = new Set<string>()
  granted.set(own.FunctionName.replace('tutelage-local-', ''), rights)
  for (const { Action, Resource } of PolicyDocument.Statement) {
    const actions = [Action].flat().filter((action) => action.startsWith('dynamodb:'))
    for (const resource of [Resource].flat()) {
      const index = /\/index\/(\w+)/.exec(JSON.stringify(resource))?.[1]
      for (const action of actions) rights.add([action.replace('dynamodb:', ''), index].filter(Boolean).join(' '))
    }
  }
}

/** Every use case may read its table in every way; withholding one way protects nothing that another does not give. */
const readRights = new Set(['GetItem', 'BatchGetItem', 'Query', 'Query lookup'])
const used = await usedRights([...operations, ...movingOperations])

test('whatever a use case asks of its table, the role of its function allows', () => {
  expect(used.size).toBeGreaterThan(8)
  const missing = [...used].flatMap(([name, rights]) =>
    [...rights].filter((right) => !granted.get(name)?.has(right)).map((right) => `${name} ${right}`),
  )
  expect(missing, 'to be granted in infra/write-rights.ts').toEqual([])
})

test('no role may write to a table what none of its use cases writes', () => {
  const idle = [...used].flatMap(([name, rights]) =>
    [...(granted.get(name) ?? [])]
      .filter((right) => !rights.has(right) && !readRights.has(right))
      .map((right) => `${name} ${right}`),
  )
  expect(idle, 'to be taken out of infra/write-rights.ts').toEqual([])
})
