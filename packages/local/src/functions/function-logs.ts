import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs'
import { join } from 'node:path'

/**
 * One file per function, `<dir>/<function>.log`, opened when the function first prints.
 * @returns for a function's name, where its text goes
 */
export function openFunctionLogs(dir: string): (functionName: string) => (text: string) => void {
  mkdirSync(dir, { recursive: true })
  return (functionName) => {
    let file: WriteStream | undefined
    return (text) => {
      file ??= createWriteStream(join(dir, `${functionName}.log`), { flags: 'a' })
      file.write(text)
    }
  }
}
