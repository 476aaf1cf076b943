import { readdirSync, readFileSync } from 'node:fs'

/** A process as Linux tells of it. */
export interface ProcessState {
  readonly pid: number
  readonly parent: number
  readonly name: string
  /** Memory that is its own at the moment, in MB. */
  readonly residentMb: number
}

/** @param status the text of `/proc/<pid>/status` */
export function processState(status: string): ProcessState {
  const field = (name: string): string => new RegExp(`^${name}:\\s*(\\S+)`, 'm').exec(status)?.[1] ?? ''
  return {
    pid: Number(field('Pid')),
    parent: Number(field('PPid')),
    name: field('Name'),
    residentMb: Math.round(Number(field('VmRSS') || 0) / 1024),
  }
}

/** A process and all that it started, itself first. */
export function treeOf(pid: number, all: readonly ProcessState[]): readonly ProcessState[] {
  const own = all.filter((one) => one.pid === pid)
  return [...own, ...all.filter(({ parent }) => parent === pid).flatMap((child) => treeOf(child.pid, all))]
}

/** All processes of this machine that have not ended meanwhile. Linux only. */
export function runningProcesses(): readonly ProcessState[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        return processState(readFileSync(`/proc/${pid}/status`, 'utf8'))
      } catch {
        return []
      }
    })
}
