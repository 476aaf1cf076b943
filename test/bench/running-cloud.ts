import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { freePort } from '../../packages/local/src/dynamodb/dynamodb-local.ts'
import type { Addresses } from '../story/world.ts'
import { runningProcesses, treeOf } from './process-tree.ts'

/** What `npm start -- --calm` runs, as a process of its own. */
export interface RunningCloud {
  readonly addresses: Addresses
  /** From the start of the process to the line that says it is ready. */
  readonly startMs: number
  /** Memory of the process itself and of DynamoDB Local, at this moment. */
  memory(): { readonly nodeMb: number; readonly javaMb: number }
  stop(): Promise<void>
}

/** @throws Error with what it printed, when it ends before it is ready */
function untilReady(child: ChildProcess): Promise<void> {
  return new Promise((ready, fail) => {
    let printed = ''
    const listen = (text: unknown): void => {
      printed += String(text)
      if (/\] ready$/m.test(printed)) ready()
    }
    child.stdout?.on('data', listen)
    child.stderr?.on('data', listen)
    child.once('exit', (code) => fail(new Error(`the local cloud ended (${code}):\n${printed}`)))
  })
}

function memoryOf(pid: number) {
  const tree = treeOf(pid, runningProcesses())
  const sum = (isJava: boolean): number =>
    tree.filter(({ name }) => (name === 'java') === isJava).reduce((mb, { residentMb }) => mb + residentMb, 0)
  return { nodeMb: sum(false), javaMb: sum(true) }
}

/** @param dir the folder of its data, own to this run */
export async function startCloudProcess(root: string, dir: string): Promise<RunningCloud> {
  const [gateway, aws, mail] = [await freePort(), await freePort(), await freePort()]
  const ports = { GATEWAY_PORT: `${gateway}`, AWS_ENDPOINT_PORT: `${aws}`, MAIL_PORT: `${mail}` }
  const from = performance.now()
  const child = spawn(process.execPath, [join('packages', 'local', 'src', 'start.mjs'), '--calm'], {
    cwd: root,
    env: { ...process.env, ...ports, LOCAL_DIR: dir },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  await untilReady(child)
  const at = (port: number): string => `http://127.0.0.1:${port}`
  return {
    addresses: { gateway: at(gateway), aws: at(aws), mail: at(mail) },
    startMs: performance.now() - from,
    memory: () => memoryOf(child.pid ?? 0),
    stop: () =>
      new Promise((stopped) => {
        child.removeAllListeners('exit')
        child.once('exit', () => stopped())
        child.kill('SIGINT')
      }),
  }
}
