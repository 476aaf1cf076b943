// What runs inside a function's worker thread, before and around its bundle. Plain JavaScript: stripping types would
// cost each of some twenty threads its own copy of the stripper.
import { pathToFileURL } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { parentPort, workerData } from 'node:worker_threads'

const { offset, codeFile, exportName } = workerData
windDate(new BigInt64Array(offset))

/** Makes every Date of this thread follow the wound clock. */
function windDate(cell) {
  const MachineDate = Date
  const now = () => MachineDate.now() + Number(Atomics.load(cell, 0))
  function WoundDate(...parts) {
    if (!new.target) return new MachineDate(now()).toString()
    return Reflect.construct(MachineDate, parts.length > 0 ? parts : [now()], new.target)
  }
  for (const name of ['UTC', 'parse']) WoundDate[name] = MachineDate[name]
  WoundDate.now = now
  WoundDate.prototype = MachineDate.prototype
  MachineDate.prototype.constructor = WoundDate
  Object.defineProperty(WoundDate, 'name', { value: 'Date' })
  globalThis.Date = WoundDate
}

function describe(error) {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] }
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') }
}

function contextOf({ deadline, ...rest }) {
  return {
    ...rest,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  }
}

let handler
try {
  const module = await import(pathToFileURL(codeFile).href)
  handler = module[exportName] ?? module.default?.[exportName]
  if (typeof handler !== 'function') throw new TypeError(`${codeFile} exports no function "${exportName}"`)
  parentPort.postMessage({ kind: 'ready' })
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`)
  parentPort.postMessage({ kind: 'broken', error: describe(error) })
}

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc')
const restMs = 2_000
let resting

// A thread that rests gives its memory back: some twenty of them live in one process that promises to stay small.
function rest() {
  resting = setTimeout(collectGarbage, restMs).unref()
}

parentPort.on('message', async ({ event, context }) => {
  clearTimeout(resting)
  try {
    const result = await handler(JSON.parse(event), contextOf(context))
    parentPort.postMessage({ kind: 'done', payload: JSON.stringify(result) ?? 'null' })
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`)
    parentPort.postMessage({ kind: 'failed', error: describe(error) })
  }
  rest()
})
