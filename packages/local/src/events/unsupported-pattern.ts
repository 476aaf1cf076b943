/** A pattern uses something that is not documented or not emulated; it must not be ignored. */
export class UnsupportedPattern extends Error {
  override name = 'UnsupportedPattern'
}
