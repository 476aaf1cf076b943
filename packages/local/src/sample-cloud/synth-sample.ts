import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import { type SampleChange, sampleApp } from './sample-app.ts'

/**
 * Bundles the sample's functions and synthesizes it.
 * @param dir made when missing
 * @returns the assembly's folder
 */
export function synthSample(dir: string, change: SampleChange = {}): string {
  const bundles = join(dir, 'bundles')
  for (const name of ['api', 'relay', 'consumer', 'sloth']) {
    mkdirSync(join(bundles, name), { recursive: true })
    buildSync({
      entryPoints: [join(import.meta.dirname, 'functions', `${name}.ts`)],
      outfile: join(bundles, name, 'index.mjs'),
      ...{ bundle: true, minify: true, platform: 'node', target: 'node24', format: 'esm', logLevel: 'error' },
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url)" },
    })
  }
  const outdir = join(dir, 'cdk.out')
  sampleApp(outdir, bundles, change).synth()
  return outdir
}
