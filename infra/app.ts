import { join } from 'node:path'
import { App } from 'aws-cdk-lib'
import { Code } from 'aws-cdk-lib/aws-lambda'
import { bundleFolder, bundleServices } from './bundle.ts'
import { addChainStacks } from './chain-stacks.ts'
import { manifests } from './manifests.ts'
import { readSettings } from './settings.ts'

const root = join(import.meta.dirname, '..')
const app = new App()
await bundleServices(
  root,
  manifests.map((manifest) => manifest.name),
)
addChainStacks(app, {
  settings: readSettings((key) => app.node.tryGetContext(key)),
  manifests,
  code: (service, handler) => Code.fromAsset(bundleFolder(root, service, handler), { exclude: ['*.map'] }),
})
app.synth()
