import { createHuffmanTable, type HuffmanTable } from './huffman-table.ts'
import { transformBlock, zigzag } from './transform-block.ts'

/** A picture as red, green and blue, a byte each, row by row from the top. */
export interface Picture {
  width: number
  height: number
  pixels: Uint8Array
}

// Tables K.1 and K.2 of the standard, which are for a quality of 50.
const luminance = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56,
  14, 17, 22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113,
  92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
]
const chrominance = Array.from({ length: 64 }, (_, index) => {
  const corner = [17, 18, 24, 47, 18, 21, 26, 66, 24, 26, 56, 99, 47, 66, 99, 99]
  const [x, y] = [index % 8, Math.floor(index / 8)]
  return x < 4 && y < 4 ? (corner[y * 4 + x] as number) : 99
})

/** Scaled as the Independent JPEG Group does, and put in zigzag order. */
function toQuantisation(table: readonly number[], quality: number): number[] {
  const scale = quality < 50 ? 5000 / quality : 200 - 2 * quality
  return zigzag.map((position) => {
    const value = Math.floor(((table[position] as number) * scale + 50) / 100)
    return Math.min(255, Math.max(1, value))
  })
}

interface Plane {
  values: Float64Array
  width: number
  height: number
}

/** Luminance and the two colour differences (JFIF 1.02), each centred on zero. */
function toPlanes({ width, height, pixels }: Picture): [Plane, Plane, Plane] {
  const create = (): Plane => ({ values: new Float64Array(width * height), width, height })
  const planes: [Plane, Plane, Plane] = [create(), create(), create()]
  const [light, blueness, redness] = planes
  for (let index = 0; index < width * height; index += 1) {
    const red = pixels[index * 3] as number
    const green = pixels[index * 3 + 1] as number
    const blue = pixels[index * 3 + 2] as number
    light.values[index] = 0.299 * red + 0.587 * green + 0.114 * blue - 128
    blueness.values[index] = -0.168736 * red - 0.331264 * green + 0.5 * blue
    redness.values[index] = 0.5 * red - 0.418688 * green - 0.081312 * blue
  }
  return planes
}

/** Half as wide and high, each value the mean of four: the eye sees colour less sharply than light. */
function halve(plane: Plane): Plane {
  const width = Math.ceil(plane.width / 2)
  const height = Math.ceil(plane.height / 2)
  const read = (x: number, y: number): number =>
    plane.values[
      Math.min(y, plane.height - 1) * plane.width + Math.min(x, plane.width - 1)
    ] as number
  const values = Float64Array.from({ length: width * height }, (_, index) => {
    const [x, y] = [(index % width) * 2, Math.floor(index / width) * 2]
    return (read(x, y) + read(x + 1, y) + read(x, y + 1) + read(x + 1, y + 1)) / 4
  })
  return { values, width, height }
}

/** Eight by eight samples; the last column and row are repeated beyond the border. */
function readBlock(plane: Plane, column: number, row: number): Float64Array {
  const { values, width, height } = plane
  const block = new Float64Array(64)
  for (let index = 0; index < 64; index += 1) {
    const x = Math.min(column * 8 + (index % 8), width - 1)
    const y = Math.min(row * 8 + (index >> 3), height - 1)
    block[index] = values[y * width + x] as number
  }
  return block
}

/** What is written for one coefficient: a symbol of a Huffman table, and bits that follow it as they are. */
interface Word {
  table: 0 | 1 | 2 | 3
  symbol: number
  bits: number
  bitCount: number
}

const bitLength = (value: number): number => 32 - Math.clz32(Math.abs(value))
/** A negative number is written as its complement of one (ITU-T T.81 F.1.2.1). */
const toBits = (value: number, length: number): number =>
  value < 0 ? value + (1 << length) - 1 : value

/** The words of a block: the difference to the block before, then runs of zeros with what ends them. */
function addWords(words: Word[], block: Int16Array, previous: number, isColour: boolean): void {
  const [first, rest] = isColour ? ([2, 3] as const) : ([0, 1] as const)
  const difference = (block[0] as number) - previous
  const length = bitLength(difference)
  words.push({
    table: first,
    symbol: length,
    bits: toBits(difference, length),
    bitCount: length,
  })
  let zeros = 0
  const end = block.findLastIndex((value) => value !== 0)
  for (let index = 1; index <= end; index += 1) {
    const value = block[index] as number
    if (value === 0) {
      zeros += 1
      continue
    }
    for (; zeros > 15; zeros -= 16) words.push({ table: rest, symbol: 0xf0, bits: 0, bitCount: 0 })
    const bitCount = bitLength(value)
    const symbol = (zeros << 4) | bitCount
    words.push({ table: rest, symbol, bits: toBits(value, bitCount), bitCount })
    zeros = 0
  }
  if (end < 63) words.push({ table: rest, symbol: 0, bits: 0, bitCount: 0 })
}

/** All of the scan: units of sixteen pixels, four blocks of light and one of each colour difference. */
function listWords(picture: Picture, tables: { light: number[]; colour: number[] }): Word[] {
  const [light, blueness, redness] = toPlanes(picture)
  const colours = [halve(blueness), halve(redness)]
  const words: Word[] = []
  const previous = [0, 0, 0]
  const add = (plane: Plane, component: number, column: number, row: number): void => {
    const quantisation = component === 0 ? tables.light : tables.colour
    const block = transformBlock(readBlock(plane, column, row), quantisation)
    addWords(words, block, previous[component] as number, component > 0)
    previous[component] = block[0] as number
  }
  for (let row = 0; row < Math.ceil(picture.height / 16); row += 1) {
    for (let column = 0; column < Math.ceil(picture.width / 16); column += 1) {
      for (const [x, y] of [
        [0, 0],
        [1, 0],
        [0, 1],
        [1, 1],
      ] as const) {
        add(light, 0, column * 2 + x, row * 2 + y)
      }
      colours.forEach((plane, index) => {
        add(plane, index + 1, column, row)
      })
    }
  }
  return words
}

function writeScan(words: Word[], tables: HuffmanTable[]): Buffer {
  const bytes: number[] = []
  let pending = 0
  let pendingCount = 0
  const write = (bits: number, count: number): void => {
    for (let index = count - 1; index >= 0; index -= 1) {
      pending = (pending << 1) | ((bits >> index) & 1)
      pendingCount += 1
      if (pendingCount < 8) continue
      bytes.push(pending)
      // 0xff begins a marker, so one in the data is followed by a zero.
      if (pending === 0xff) bytes.push(0)
      pending = 0
      pendingCount = 0
    }
  }
  for (const { table, symbol, bits, bitCount } of words) {
    const entry = tables[table]?.codes.get(symbol)
    if (entry === undefined) throw new Error(`No code for symbol ${symbol}`)
    write(entry.code, entry.length)
    write(bits, bitCount)
  }
  if (pendingCount > 0) write(0x7f, 8 - pendingCount)
  return Buffer.from(bytes)
}

function createSegment(marker: number, content: readonly number[]): Buffer {
  const length = content.length + 2
  return Buffer.from([0xff, marker, length >> 8, length & 0xff, ...content])
}

/**
 * A baseline JPEG file (ITU-T T.81, JFIF 1.02) with colours at half the resolution and Huffman tables made for
 * this picture. `quality` is 1 to 100 on the scale of the Independent JPEG Group.
 */
export function encodeJpeg(picture: Picture, quality: number): Buffer {
  const { width, height } = picture
  const light = toQuantisation(luminance, quality)
  const colour = toQuantisation(chrominance, quality)
  const words = listWords(picture, { light, colour })
  const tables = [0, 1, 2, 3].map((table) => {
    const frequencies = new Map<number, number>()
    for (const word of words) {
      if (word.table !== table) continue
      frequencies.set(word.symbol, (frequencies.get(word.symbol) ?? 0) + 1)
    }
    return createHuffmanTable(frequencies)
  })
  const size = [height >> 8, height & 0xff, width >> 8, width & 0xff]
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    createSegment(0xe0, [...Buffer.from('JFIF\0'), 1, 2, 0, 0, 1, 0, 1, 0, 0]),
    createSegment(0xdb, [0, ...light, 1, ...colour]),
    // Three components: number, sampling in both directions, quantisation table.
    createSegment(0xc0, [8, ...size, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1]),
    // First coefficients have class 0, the others class 1; light has table 0, colours table 1.
    ...tables.map(({ counts, symbols }, index) =>
      createSegment(0xc4, [[0x00, 0x10, 0x01, 0x11][index] as number, ...counts, ...symbols]),
    ),
    createSegment(0xda, [3, 1, 0x00, 2, 0x11, 3, 0x11, 0, 63, 0]),
    writeScan(words, tables),
    Buffer.from([0xff, 0xd9]),
  ])
}
