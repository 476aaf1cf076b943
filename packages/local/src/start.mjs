// `npm start` enters here. Plain JavaScript that any Node.js since 14 can read, so that an old one is told in words what
// it lacks and not with a syntax error.
import { spawnSync } from 'node:child_process'
import { setFlagsFromString } from 'node:v8'

const problems = [...nodeProblems(), ...javaProblems()]
if (problems.length > 0) {
  process.stderr.write(`Tutelage cannot start here:\n${problems.map((problem) => `  - ${problem}\n`).join('')}`)
  process.exit(1)
}
process.env.TZ = 'UTC'
// Collects garbage early: the main thread only passes things on, and memory is promised to stay small.
setFlagsFromString('--max-old-space-size=192')
setFlagsFromString('--max-semi-space-size=8')
await import('./start.ts')

/** The machine needs Node.js 20; `npm ci` then brings Node.js 24, which npm's scripts run with. */
function nodeProblems() {
  const major = Number(process.versions.node.split('.')[0])
  if (major >= 24) return []
  if (major < 20)
    return [`Node.js 20 or later is needed to install, this is ${process.versions.node}: https://nodejs.org`]
  return [
    `this is Node.js ${process.versions.node}: use \`npm start\`, which runs the Node.js 24 that \`npm ci\` installed`,
  ]
}

/** DynamoDB Local is a Java program. */
function javaProblems() {
  if (process.env.DYNAMODB_ENDPOINT) return []
  const { stderr = '', error } = spawnSync('java', ['-version'], { encoding: 'utf8' })
  const wanted = 'Java 17 or later for DynamoDB Local (or set DYNAMODB_ENDPOINT to a server of your own)'
  if (error) return [`no \`java\` was found. Install ${wanted}`]
  const version = Number((/version "(?:1\.)?(\d+)/.exec(stderr) || [])[1])
  return version >= 17 ? [] : [`Java ${version || 'of an unknown version'} was found. Install ${wanted}`]
}
