/**
 * Which of `count` shards a text belongs to, always the same (FNV-1a).
 * @param count at least 1
 */
export function shardOf(text: string, count: number): number {
  let hash = 0x811c9dc5
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193)
  return (hash >>> 0) % count
}
