/** Takes longer than its time-out. */
export const handler = (): Promise<void> => new Promise(() => {})
