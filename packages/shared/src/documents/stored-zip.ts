import { crc32 } from 'node:zlib'

/** A part of an archive. */
interface Part {
  readonly name: string
  readonly text: string
}

/** Nothing is compressed, nothing encrypted; the first day that an archive can tell, so that the same parts are the same bytes. */
const format = { version: 20, flags: 0x0800, method: 0, time: 0, date: 0x0021 }

/** The fields that stand alike before a part and in the directory. */
function facts({ name, text }: Part): Buffer {
  const bytes = Buffer.from(text)
  const fields = Buffer.alloc(26)
  const { version, flags, method, time, date } = format
  for (const [at, value] of [version, flags, method, time, date].entries()) fields.writeUInt16LE(value, at * 2)
  for (const [at, value] of [crc32(bytes), bytes.length, bytes.length].entries())
    fields.writeUInt32LE(value, 10 + at * 4)
  fields.writeUInt16LE(Buffer.byteLength(name), 22)
  return fields
}

const signature = (last: number): Buffer => Buffer.from([0x50, 0x4b, last, last + 1])

/** A ZIP archive of a few small parts, stored as they are. */
export function storedZip(parts: readonly Part[]): Buffer {
  const before: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const part of parts) {
    const own = Buffer.concat([signature(3), facts(part), Buffer.from(part.name), Buffer.from(part.text)])
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(offset, 10)
    const made = Buffer.from([format.version, 0])
    directory.push(Buffer.concat([signature(1), made, facts(part), rest, Buffer.from(part.name)]))
    before.push(own)
    offset += own.length
  }
  const end = Buffer.alloc(18)
  const size = directory.reduce((sum, { length }) => sum + length, 0)
  for (const at of [4, 6]) end.writeUInt16LE(parts.length, at)
  end.writeUInt32LE(size, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...before, ...directory, signature(5), end])
}
