import type { LocalCloud } from './local-cloud.ts'

export interface DemoOptions {
  readonly cloud: LocalCloud
  readonly dataDir: string
  readonly tell: (text: string) => void
}
/** placeholder */
export async function seedDemo(_options: DemoOptions): Promise<void> {}
