/** The package has no types of its own; what it gives is checked where it is used. */
declare module 'mailparser' {
  export function simpleParser(source: Uint8Array): Promise<unknown>
}
