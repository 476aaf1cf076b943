import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

export interface SynthesisOptions {
  /** The workspace's folder. */
  readonly root: string
  readonly dataDir: string
  /** Links in mails lead to it. */
  readonly gatewayPort: number
  readonly tell: (text: string) => void
}

const cdkConfig = z.object({ context: z.record(z.string(), z.unknown()).default({}) })
const sources = ['infra', 'packages/shared', 'services', 'cdk.json', 'package-lock.json']

/**
 * Runs the CDK app as `cdk synth -c stage=local` would, unless nothing that it reads has changed since the last time.
 * @returns the assembly's folder
 * @throws Error with what the app printed, when it fails
 */
export async function synthesizeWhenChanged({ root, dataDir, gatewayPort, tell }: SynthesisOptions): Promise<string> {
  const outdir = join(dataDir, 'cdk.out')
  const stamp = join(dataDir, 'cdk.out.stamp')
  const context = { ...contextOf(root), stage: 'local', publicUrl: `http://127.0.0.1:${gatewayPort}` }
  const fingerprint = fingerprintOf(root, JSON.stringify(context))
  if (existsSync(join(outdir, 'manifest.json')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint) {
    tell('infrastructure and bundles are unchanged')
    return outdir
  }
  tell('bundling the functions and synthesizing the infrastructure (node infra/app.ts)')
  mkdirSync(dataDir, { recursive: true })
  rmSync(outdir, { recursive: true, force: true })
  await runApp(root, { ...process.env, CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: JSON.stringify(context) })
  writeFileSync(stamp, fingerprint)
  return outdir
}

const contextOf = (root: string) => cdkConfig.parse(JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8'))).context

function runApp(root: string, env: NodeJS.ProcessEnv): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, ['infra/app.ts'], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
    const printed: string[] = []
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => printed.push(String(text)))
    child.once('error', fail)
    child.once('exit', (code) => (code === 0 ? done() : fail(new Error(`the synthesis failed:\n${printed.join('')}`))))
  })
}

/** Names, sizes and times of everything that the synthesis reads. */
function fingerprintOf(root: string, context: string): string {
  const hash = createHash('sha256').update(context)
  for (const source of sources) {
    const path = join(root, source)
    const files = statSync(path).isDirectory()
      ? readdirSync(path, { recursive: true, encoding: 'utf8' }).map((file) => join(path, file))
      : [path]
    for (const file of files.filter((name) => !/node_modules|\.test\.ts$/.test(name)).sort()) {
      const { size, mtimeMs } = statSync(file)
      hash.update(`${file}:${size}:${mtimeMs}\n`)
    }
  }
  return hash.digest('hex')
}
