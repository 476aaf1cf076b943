/** A value that only its own constructor makes, so that two things of one shape are never mixed up. */
export type Brand<T, Name extends string> = T & { readonly __brand: Name }
