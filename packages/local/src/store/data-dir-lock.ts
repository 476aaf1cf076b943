import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { commandLineOf } from '../dynamodb/stale-process.ts'

/**
 * Claims a data folder for this process.
 * @returns gives the folder back
 * @throws Error when another process that still runs has it; one that was killed does not hold it any more
 */
export function lockDataDir(dataDir: string): () => void {
  const path = join(dataDir, 'running.json')
  const mine = JSON.stringify({ pid: process.pid, command: commandLineOf(process.pid) })
  const held = existsSync(path) ? readFileSync(path, 'utf8') : ''
  const [, pid = '0'] = /"pid":(\d+)/.exec(held) ?? []
  const alive = JSON.stringify({ pid: Number(pid), command: commandLineOf(Number(pid)) }) === held
  if (alive && Number(pid) !== process.pid) {
    throw new Error(`a local cloud already runs on ${dataDir} (process ${pid}): stop it first, or set LOCAL_DIR`)
  }
  writeFileSync(path, mine)
  return () => rmSync(path, { force: true })
}
