import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { createWoundClock } from '../clock/wound-clock.ts'
import { FunctionRunner } from './function-runner.ts'
import { WorkerBudget } from './worker-budget.ts'

const budgets: WorkerBudget[] = []
afterAll(() => Promise.all(budgets.map((budget) => budget.endAll())))

function runner(code: string, { timeoutMs = 5_000, concurrency = 1, environment = {} } = {}) {
  const dir = mkdtempSync(join(tmpdir(), 'tutelage-function-'))
  writeFileSync(join(dir, 'index.mjs'), code)
  const clock = createWoundClock(0)
  const log: string[] = []
  const budget = new WorkerBudget(4, 60_000)
  budgets.push(budget)
  const definition = {
    ...{
      name: 'sample',
      arn: 'arn:sample',
      roleArn: 'arn:role',
      codeFile: join(dir, 'index.mjs'),
      exportName: 'handler',
    },
    ...{ runtime: 'nodejs24.x', timeoutMs, memoryMb: 128, environment: {}, deadLetterArn: undefined },
  }
  const setting = { environment, offset: clock.offset, now: clock.now, log: (text: string) => log.push(text) }
  return { clock, log, run: new FunctionRunner(definition, { concurrency, budget, setting }) }
}

test('a function sees its own environment and nothing of the process around it', async () => {
  const { run } = runner('export const handler = async () => Object.keys(process.env)', {
    environment: { TABLE_NAME: 'x' },
  })
  expect(await run.invoke('{}')).toEqual({ status: 'succeeded', payload: '["TABLE_NAME"]' })
})

test('its clock follows the wound clock while it lives', async () => {
  const { run, clock } = runner(
    'export const handler = async () => [Date.now(), new Date().getTime(), new Date(0).getTime()]',
  )
  const first = await run.invoke('{}')
  clock.advance(86_400_000)
  const second = await run.invoke('{}')
  const times = [first, second].map((result) => (result.status === 'succeeded' ? JSON.parse(result.payload) : []))
  expect(times[1][0] - times[0][0]).toBeGreaterThanOrEqual(86_400_000)
  expect(times[1][1] - times[0][1]).toBeGreaterThanOrEqual(86_400_000)
  expect(times[1][2]).toBe(0)
})

test('one worker keeps its state between invocations and runs them one after the other', async () => {
  const { run } = runner('let count = 0; export const handler = async () => ++count')
  const results = await Promise.all([run.invoke('{}'), run.invoke('{}'), run.invoke('{}')])
  expect(results.map((result) => result.status === 'succeeded' && result.payload)).toEqual(['1', '2', '3'])
})

test('two workers run two invocations at a time', async () => {
  const code = `const cell = []; export const handler = async (event) => new Promise((done) => setTimeout(() => done(cell.push(event)), 50))`
  const { run } = runner(code, { concurrency: 2 })
  const results = await Promise.all([run.invoke('1'), run.invoke('2')])
  expect(results.map((result) => result.status === 'succeeded' && result.payload)).toEqual(['1', '1'])
})

test('a function that runs too long is ended, and the next invocation starts anew', async () => {
  const code = 'export const handler = async (event) => { while (event.spin) {} return "well" }'
  const { run, log } = runner(code, { timeoutMs: 300 })
  const result = await run.invoke('{"spin":true}', 'r-1')
  expect(result).toMatchObject({ status: 'failed', error: { errorType: 'Sandbox.Timedout' } })
  expect(log.join('')).toContain('r-1 Task timed out after 0.30 seconds')
  expect(await run.invoke('{}')).toEqual({ status: 'succeeded', payload: '"well"' })
})

test('an exception is told as Lambda tells it', async () => {
  const { run } = runner('export const handler = async () => { throw new TypeError("no such lesson") }')
  expect(await run.invoke('{}')).toMatchObject({ error: { errorType: 'TypeError', errorMessage: 'no such lesson' } })
})

test('a crash fails the invocation, and the next one starts anew', async () => {
  const { run } = runner('export const handler = async (event) => { if (event.die) process.exit(3); return 1 }')
  expect(await run.invoke('{"die":true}')).toMatchObject({ error: { errorType: 'Runtime.ExitError' } })
  expect(await run.invoke('{}')).toEqual({ status: 'succeeded', payload: '1' })
})

test('a bundle that cannot be loaded fails each invocation with the reason', async () => {
  const { run } = runner('import "nowhere"')
  expect(await run.invoke('{}')).toMatchObject({
    status: 'failed',
    error: { errorMessage: expect.stringContaining('nowhere') },
  })
})

test('what a function prints goes to its log', async () => {
  const { run, log } = runner('export const handler = async () => { console.log("seen") }')
  expect(await run.invoke('{}')).toEqual({ status: 'succeeded', payload: 'null' })
  await expect.poll(() => log.join('')).toContain('seen')
})
