import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { startDynamoDbLocal } from './dynamodb-local.ts'
import { commandLineOf } from './stale-process.ts'

const dirs: string[] = []
const newDir = (): string => {
  const dir = mkdtempSync(join(tmpdir(), 'tutelage-dynamodb-'))
  dirs.push(dir)
  return dir
}
afterEach(() => {
  for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true, force: true })
})

async function call(endpoint: string, operation: string, body: unknown): Promise<unknown> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${operation}`,
      authorization:
        'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
    },
    body: JSON.stringify(body),
  })
  return response.json()
}

const table = {
  TableName: 'Lessons',
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
}

test('tables in a folder are there again after a stop', async () => {
  const dir = newDir()
  const first = await startDynamoDbLocal({ dir })
  await call(first.endpoint, 'CreateTable', table)
  await first.stop()
  const second = await startDynamoDbLocal({ dir })
  expect(await call(second.endpoint, 'ListTables', {})).toEqual({ TableNames: ['Lessons'] })
  await second.stop()
})

test('DynamoDB Local ends when the process that started it is killed', async () => {
  const script = `import { startDynamoDbLocal } from '${import.meta.dirname}/dynamodb-local.ts'
    const local = await startDynamoDbLocal({ dir: '${newDir()}' })
    process.stdout.write(String(local.pid))`
  const parent = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const pid = await new Promise<number>((done) => parent.stdout.once('data', (text) => done(Number(text))))
  expect(commandLineOf(pid)).toContain('DynamoDBLocal.jar')
  parent.kill('SIGKILL')
  await expect.poll(() => commandLineOf(pid), { timeout: 10_000 }).toBe('')
})

test('a server left over on the same folder is ended by the next start', async () => {
  const dir = newDir()
  const stale = await startDynamoDbLocal({ dir })
  const next = await startDynamoDbLocal({ dir })
  expect(commandLineOf(stale.pid ?? 0)).toBe('')
  expect(await call(next.endpoint, 'ListTables', {})).toEqual({ TableNames: [] })
  await next.stop()
  await stale.stop()
})
