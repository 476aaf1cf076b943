// Says what the tests came to, in the one line that a reader of CI looks for last.
import { readFileSync } from 'node:fs'

const report = JSON.parse(readFileSync(new URL('../.local/test-report.json', import.meta.url), 'utf8'))
const { numPassedTests: passed, numFailedTests: failed } = report
if (passed === 0) throw new Error('no test ran')
process.stdout.write(`${passed} passed, ${failed} failed\n`)
process.exitCode = failed === 0 ? 0 : 1
