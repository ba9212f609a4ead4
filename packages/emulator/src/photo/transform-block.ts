const size = 8

/** `cosines[u * 8 + x]`: the basis of the forward DCT with its scale factors (ITU-T T.81 A.3.3). */
const cosines = Float64Array.from({ length: size * size }, (_, index) => {
  const u = Math.floor(index / size)
  const x = index % size
  const scale = u === 0 ? Math.SQRT1_2 / 2 : 0.5
  return scale * Math.cos(((2 * x + 1) * u * Math.PI) / 16)
})

/** Positions of the coefficients from the coarsest to the finest. */
export const zigzag: readonly number[] = [
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20,
  13, 6, 7, 14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52,
  45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
]

const rows = new Float64Array(size * size)

function sum(values: Float64Array, start: number, step: number, u: number): number {
  let total = 0
  for (let x = 0; x < size; x += 1) {
    total += (values[start + x * step] as number) * (cosines[u * size + x] as number)
  }
  return total
}

/**
 * Transforms 64 samples, centred on zero, and divides by the quantisation table; the result is in zigzag order.
 * An even block, which most of a flat picture is, has only its first coefficient.
 */
export function transformBlock(samples: Float64Array, quantisation: readonly number[]): Int16Array {
  const result = new Int16Array(size * size)
  const first = samples[0] as number
  if (samples.every((sample) => sample === first)) {
    result[0] = Math.round((first * size) / (quantisation[0] as number))
    return result
  }
  for (let y = 0; y < size; y += 1) {
    for (let u = 0; u < size; u += 1) rows[y * size + u] = sum(samples, y * size, 1, u)
  }
  for (let index = 0; index < size * size; index += 1) {
    const position = zigzag[index] as number
    const coefficient = sum(rows, position % size, size, Math.floor(position / size))
    result[index] = Math.round(coefficient / (quantisation[index] as number))
  }
  return result
}
