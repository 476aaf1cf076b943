import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const recordOf = (dir: string): string => join(dir, 'dynamodb-local.pid')

/** Remembers which process serves the tables of a folder, for whoever starts after a crash. */
export const recordProcess = (dir: string, pid: number): void => writeFileSync(recordOf(dir), `${pid}\n`)

export const forgetProcess = (dir: string): void => rmSync(recordOf(dir), { force: true })

/** The command line of a running process, or '' when there is none. */
export function commandLineOf(pid: number): string {
  try {
    if (existsSync('/proc/self/cmdline')) return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
    return execFileSync('ps', ['-p', `${pid}`, '-o', 'args='], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
  } catch {
    return ''
  }
}

/**
 * Ends the DynamoDB Local that an earlier run recorded for this folder, if it still runs. A process of that number
 * which is not a DynamoDB Local on this very folder is somebody else's and left alone.
 */
export async function endStaleDynamoDbLocal(dir: string): Promise<void> {
  const pid = existsSync(recordOf(dir)) ? Number.parseInt(readFileSync(recordOf(dir), 'utf8'), 10) : Number.NaN
  if (!Number.isNaN(pid) && isOurs(pid, dir)) {
    process.kill(pid, 'SIGKILL')
    while (isOurs(pid, dir)) await new Promise((again) => setTimeout(again, 20))
  }
  forgetProcess(dir)
}

function isOurs(pid: number, dir: string): boolean {
  const command = commandLineOf(pid)
  return command.includes('DynamoDBLocal.jar') && command.includes(`-dbPath ${dir}`)
}
