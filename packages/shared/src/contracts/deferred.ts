/**
 * What is made when it is first asked for, and the same from then on. Each schema at the top of a file is written in this
 * way: a cold start reads the names of all contracts and the schemas of few.
 */
export function whenAsked<Made>(make: () => Made): () => Made {
  let made: { readonly value: Made } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
