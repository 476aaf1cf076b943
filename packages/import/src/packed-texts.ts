/** Many texts, packed: a workbook names each text once, and its cells tell which. As objects they would take many times as much. */
export interface PackedTexts {
  add(text: string): void
  /** Undefined where nothing was added. */
  at(index: number): string | undefined
}

/** Twice as much room, with what was in it. */
function grown<Room extends Uint8Array | Uint32Array>(room: Room, larger: Room): Room {
  larger.set(room)
  return larger
}

export function packedTexts(): PackedTexts {
  const encoder = new TextEncoder()
  const decoder = new TextDecoder()
  let bytes = new Uint8Array(65_536)
  let ends = new Uint32Array(1_024)
  let count = 0
  const endOf = (index: number): number => (index < 0 ? 0 : (ends[index] ?? 0))
  return {
    add(text) {
      const from = endOf(count - 1)
      while (bytes.length < from + text.length * 3) bytes = grown(bytes, new Uint8Array(bytes.length * 2))
      if (count === ends.length) ends = grown(ends, new Uint32Array(ends.length * 2))
      ends[count] = from + encoder.encodeInto(text, bytes.subarray(from)).written
      count += 1
    },
    at: (index) => (index < count ? decoder.decode(bytes.subarray(endOf(index - 1), endOf(index))) : undefined),
  }
}
