import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'

/** Runs the entry of `npm start` with only this `java` on the PATH. */
function startWithJava(script: string | undefined) {
  const bin = mkdtempSync(join(tmpdir(), 'tutelage-path-'))
  if (script) {
    writeFileSync(join(bin, 'java'), `#!/bin/sh\n${script}\n`)
    chmodSync(join(bin, 'java'), 0o755)
  }
  const entry = join(import.meta.dirname, 'start.mjs')
  return spawnSync(process.execPath, [entry], { env: { PATH: bin }, encoding: 'utf8' })
}

test('without Java the start says what to install', () => {
  const { status, stderr } = startWithJava(undefined)
  expect(stderr).toContain('no `java` was found. Install Java 17 or later')
  expect(status).toBe(1)
})

test.each([
  ['openjdk version "11.0.2" 2019-01-15', '11'],
  ['java version "1.8.0_301"', '8'],
])('an old Java is named: %s', (version, major) => {
  const { status, stderr } = startWithJava(`echo '${version}' >&2`)
  expect(stderr).toContain(`Java ${major} was found. Install Java 17 or later`)
  expect(status).toBe(1)
})
