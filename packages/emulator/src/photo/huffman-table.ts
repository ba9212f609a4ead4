/** A JPEG Huffman table: how many codes there are of each length, and what they stand for in order. */
export interface HuffmanTable {
  /** Number of codes of length 1 to 16. */
  counts: number[]
  symbols: number[]
  /** Code and its length, by symbol. */
  codes: Map<number, { code: number; length: number }>
}

const longest = 16
// Stands for no symbol: it takes the code of all ones, which JPEG forbids (ITU-T T.81 K.2).
const reserved = 256

interface Node {
  weight: number
  symbols: number[]
}

/** Code lengths by symbol: joins the two rarest groups until one is left. */
function measureLengths(frequencies: Map<number, number>): Map<number, number> {
  const lengths = new Map<number, number>()
  let nodes: Node[] = [...frequencies, [reserved, 0.5] as const].map(([symbol, weight]) => ({
    weight,
    symbols: [symbol],
  }))
  while (nodes.length > 1) {
    nodes = nodes.toSorted((left, right) => right.weight - left.weight)
    const [rare, rarer] = [nodes.at(-1), nodes.at(-2)] as [Node, Node]
    const symbols = [...rare.symbols, ...rarer.symbols]
    for (const symbol of symbols) lengths.set(symbol, (lengths.get(symbol) ?? 0) + 1)
    nodes = [...nodes.slice(0, -2), { weight: rare.weight + rarer.weight, symbols }]
  }
  return lengths
}

/** Shortens what is longer than 16 bits, as figure K.3 does. */
function limitLengths(counts: number[]): void {
  for (let length = counts.length - 1; length > longest; length -= 1) {
    while ((counts[length] ?? 0) > 0) {
      let shorter = length - 2
      while ((counts[shorter] ?? 0) === 0) shorter -= 1
      counts[length] = (counts[length] ?? 0) - 2
      counts[length - 1] = (counts[length - 1] ?? 0) + 1
      counts[shorter + 1] = (counts[shorter + 1] ?? 0) + 2
      counts[shorter] = (counts[shorter] ?? 0) - 1
    }
  }
}

/**
 * The best table for symbols that occur this often. The tables of the standard's annex spend six bits on an even
 * block; with these it takes two, which is what keeps a flat picture of 648 pixels below 6 kB.
 */
export function createHuffmanTable(frequencies: Map<number, number>): HuffmanTable {
  const lengths = measureLengths(frequencies)
  const counts = Array.from({ length: Math.max(longest, ...lengths.values()) + 1 }, () => 0)
  for (const length of lengths.values()) counts[length] = (counts[length] ?? 0) + 1
  limitLengths(counts)
  // The reserved symbol is the rarest, so its code is the last of the longest ones.
  const last = counts.findLastIndex((count) => count > 0)
  counts[last] = (counts[last] ?? 0) - 1
  const symbols = [...lengths]
    .filter(([symbol]) => symbol !== reserved)
    .toSorted(([left, long], [right, longer]) => long - longer || left - right)
    .map(([symbol]) => symbol)
  const codes: HuffmanTable['codes'] = new Map()
  let code = 0
  let position = 0
  for (let length = 1; length <= longest; length += 1) {
    for (let count = counts[length] ?? 0; count > 0; count -= 1) {
      codes.set(symbols[position] as number, { code, length })
      position += 1
      code += 1
    }
    code <<= 1
  }
  return { counts: counts.slice(1, longest + 1), symbols, codes }
}
