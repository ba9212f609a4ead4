import { crc32, deflateSync } from 'node:zlib'

const MOST_COLOURS = 256
const LIKENESS = 120

/**
 * A picture as a PNG of the 256 colours that say most of it, which is a third of what a browser makes.
 * `dots` are its pixels, row by row, of red, green, blue and a fourth byte that is not looked at.
 */
export function encodePng(dots: Buffer, width: number): Buffer {
  const height = dots.length / 4 / width
  const counts = new Map<number, number>()
  for (let at = 0; at < dots.length; at += 4) {
    const colour = dots.readUIntBE(at, 3)
    counts.set(colour, (counts.get(colour) ?? 0) + 1)
  }
  const palette: number[] = []
  // The most frequent first; those that look like one that is there already stand for nothing new.
  for (const [colour] of [...counts].toSorted(([, a], [, b]) => b - a)) {
    if (palette.length === MOST_COLOURS) break
    const nearest = palette[findNearest(palette, colour)]
    if (nearest === undefined || measureDistance(nearest, colour) > LIKENESS) palette.push(colour)
  }
  const indexes = new Map(
    [...counts.keys()].map((colour) => [colour, findNearest(palette, colour)]),
  )

  // Each row begins with its filter, which is none.
  const rows = Buffer.alloc((width + 1) * height)
  for (let dot = 0; dot < width * height; dot++) {
    const row = Math.floor(dot / width)
    rows[dot + row + 1] = indexes.get(dots.readUIntBE(dot * 4, 3)) ?? 0
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  // Eight bits a dot, each an index into the palette.
  header.set([8, 3], 8)
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    toChunk('IHDR', header),
    toChunk('PLTE', Buffer.from(palette.flatMap(toParts))),
    toChunk('IDAT', deflateSync(rows, { level: 9 })),
    toChunk('IEND', Buffer.alloc(0)),
  ])
}

function findNearest(palette: readonly number[], colour: number): number {
  let nearest = 0
  let least = Number.POSITIVE_INFINITY
  palette.forEach((each, index) => {
    const distance = measureDistance(each, colour)
    if (distance >= least) return
    nearest = index
    least = distance
  })
  return nearest
}

/** How unlike two colours are: the square of how far they are apart, from 0 to 3 × 255². */
function measureDistance(a: number, b: number): number {
  return (
    ((a >> 16) - (b >> 16)) ** 2 +
    (((a >> 8) & 255) - ((b >> 8) & 255)) ** 2 +
    ((a & 255) - (b & 255)) ** 2
  )
}

function toParts(colour: number): number[] {
  return [colour >> 16, (colour >> 8) & 255, colour & 255]
}

function toChunk(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, sum])
}
