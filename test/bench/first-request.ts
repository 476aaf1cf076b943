import https from 'node:https'
import { syncBuiltinESMExports } from 'node:module'
import { PassThrough, Readable } from 'node:stream'
import { lambdaContext } from '@tutelage/shared/testing/http-request.ts'

// A process of its own, started as Lambda would: what one import and the first answered request take, with a table that
// knows nothing. The bundle and the request are the arguments; the answer and the figure are printed.

const [path = '', event = ''] = process.argv.slice(2)

/** Answers at once and without a network that nothing was found. */
function answerNothing(_options: unknown, answered: (answer: object) => void) {
  const request = new PassThrough()
  request.resume().on('end', () => {
    const headers = { 'content-type': 'application/x-amz-json-1.0' }
    answered(Object.assign(Readable.from([Buffer.from('{}')]), { statusCode: 200, headers }))
  })
  return Object.assign(request, { setTimeout: () => request })
}
Object.assign(https, { request: answerNothing })
syncBuiltinESMExports()

const cpu = process.cpuUsage()
const { handler } = await import(path)
const answer = await handler(JSON.parse(event), lambdaContext)
const { user, system } = process.cpuUsage(cpu)
process.stdout.write(JSON.stringify({ answer, cpuMs: (user + system) / 1000 }))
