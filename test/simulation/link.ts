/** The token that stands in a link after a word; undefined where there is none. */
export const tokenAfter = (word: string, url: string | undefined): string | undefined =>
  url?.split(`/${word}/`)[1]?.split('/')[0]
