// Says what the tests came to, in the one line that a reader of CI looks for last.
import { readFileSync } from 'node:fs'

const report = JSON.parse(readFileSync(new URL('../.local/test-report.json', import.meta.url), 'utf8'))
const { numPassedTests, numFailedTests, numTotalTests } = report
if (numTotalTests === 0) {
  console.log('no test ran')
  process.exit(1)
}
console.log(`${numPassedTests} passed, ${numFailedTests} failed`)
process.exit(numFailedTests === 0 ? 0 : 1)
