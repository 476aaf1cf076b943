import { UnsupportedTemplate } from './intrinsics.ts'

/** Runs a reader of a resource's text; when it cannot be understood, says of which resource. */
export function named<T>(
  resource: { readonly logicalId: string; readonly type: string; readonly stack: string },
  read: () => T,
): T {
  try {
    return read()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new UnsupportedTemplate(`${resource.logicalId} (${resource.type}) in stack ${resource.stack}: ${reason}`)
  }
}
