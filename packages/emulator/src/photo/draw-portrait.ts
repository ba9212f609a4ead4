import { createRandom, pick, type Random } from '../world/random.ts'
import type { Picture } from './encode-jpeg.ts'

type Colour = readonly [red: number, green: number, blue: number]
/** Whether a point of the unit square is inside; the square's top left corner is 0, 0. */
type Shape = (x: number, y: number) => boolean

interface Layer {
  shape: Shape
  colour: Colour
}

function toColour(hue: number, saturation: number, lightness: number): Colour {
  const reach = saturation * Math.min(lightness, 1 - lightness)
  const channel = (offset: number): number => {
    const turn = (offset + hue / 30) % 12
    return Math.round(255 * (lightness - reach * Math.max(-1, Math.min(turn - 3, 9 - turn, 1))))
  }
  return [channel(0), channel(8), channel(4)]
}

const ellipse =
  (centreX: number, centreY: number, radiusX: number, radiusY: number): Shape =>
  (x, y) =>
    ((x - centreX) / radiusX) ** 2 + ((y - centreY) / radiusY) ** 2 <= 1

const both =
  (first: Shape, second: Shape): Shape =>
  (x, y) =>
    first(x, y) && second(x, y)

const rectangle =
  (left: number, top: number, right: number, bottom: number): Shape =>
  (x, y) =>
    x >= left && x <= right && y >= top && y <= bottom

/** Hair behind the head and in front of it; the same for nobody in a row. */
function drawHair(random: Random, colour: Colour): { behind: Layer[]; before: Layer[] } {
  const fringe = 0.3 + random() * 0.06
  const cap = both(ellipse(0.5, 0.385, 0.178, 0.2), rectangle(0, 0, 1, fringe))
  const styles = [
    { behind: [], before: [cap] },
    { behind: [ellipse(0.5, 0.42, 0.225, 0.25)], before: [cap] },
    {
      behind: [both(ellipse(0.5, 0.5, 0.23, 0.36), rectangle(0, 0, 1, 0.72))],
      before: [both(cap, (x, y) => y < 0.32 - (x - 0.42) * 0.4)],
    },
    { behind: [ellipse(0.5, 0.15, 0.085, 0.08)], before: [cap] },
    { behind: [ellipse(0.5, 0.3, 0.24, 0.2)], before: [cap] },
    { behind: [], before: [both(cap, rectangle(0, 0, 1, 0.25))] },
  ]
  const { behind, before } = pick(random, styles)
  const toLayers = (shapes: Shape[]): Layer[] => shapes.map((shape) => ({ shape, colour }))
  return { behind: toLayers(behind), before: toLayers(before) }
}

function createLayers(random: Random): Layer[] {
  const hue = random() * 360
  const shirt = toColour((hue + 120 + random() * 120) % 360, 0.4, 0.34 + random() * 0.2)
  // From fair to dark along one line, as a flat picture can show it.
  const tone = random()
  const skin = toColour(24 + tone * 6, 0.5 - tone * 0.12, 0.8 - tone * 0.5)
  const shade = toColour(24 + tone * 6, 0.45 - tone * 0.12, 0.72 - tone * 0.48)
  const hairColours = [
    toColour(28, 0.35, 0.14),
    toColour(24, 0.4, 0.26),
    toColour(36, 0.5, 0.5),
    toColour(14, 0.55, 0.36),
    toColour(220, 0.05, 0.66),
    toColour(230, 0.18, 0.1),
  ] as const
  const hair = drawHair(random, pick(random, hairColours))
  const width = 0.34 + random() * 0.05
  return [
    { shape: () => true, colour: toColour(hue, 0.42, 0.84) },
    { shape: ellipse(0.5, 0.46, 0.47, 0.47), colour: toColour(hue, 0.45, 0.89) },
    ...hair.behind,
    { shape: ellipse(0.5, 1.02, width, 0.34), colour: shirt },
    { shape: rectangle(0.43, 0.5, 0.57, 0.72), colour: shade },
    { shape: ellipse(0.5, 0.715, 0.088, 0.055), colour: shade },
    { shape: ellipse(0.5, 0.4, 0.155 + random() * 0.015, 0.2), colour: skin },
    ...hair.before,
  ]
}

/** Points per pixel and direction that smooth the edges. */
const samples = 3

/** The mean colour of a pixel, which an edge of some shape goes through. */
function mixPixel(
  find: (x: number, y: number) => Layer,
  { column, row, size }: { column: number; row: number; size: number },
): Colour {
  const sum: [number, number, number] = [0, 0, 0]
  for (let index = 0; index < samples * samples; index += 1) {
    const x = column + ((index % samples) + 0.5) / samples
    const y = row + (Math.floor(index / samples) + 0.5) / samples
    const { colour } = find(x / size, y / size)
    for (const channel of [0, 1, 2] as const) sum[channel] += colour[channel] / samples ** 2
  }
  return sum
}

/**
 * A head and shoulders, flat, on a soft background: believable in a list of people and nobody's likeness. The
 * same words give the same picture at every size.
 */
export function drawPortrait(words: string, size: number): Picture {
  const layers = createLayers(createRandom(`portrait:${words}`)).toReversed()
  const ground = layers.at(-1) as Layer
  const find = (x: number, y: number): Layer => layers.find(({ shape }) => shape(x, y)) ?? ground
  const findRow = (row: number): Layer[] =>
    Array.from({ length: size + 1 }, (_, column) => find(column / size, row / size))
  const pixels = new Uint8Array(size * size * 3)
  let above = findRow(0)
  for (let row = 0; row < size; row += 1) {
    const below = findRow(row + 1)
    for (let column = 0; column < size; column += 1) {
      const corner = above[column] as Layer
      // Only where the corners of a pixel differ is there an edge to smooth.
      const isEven =
        corner === above[column + 1] && corner === below[column] && corner === below[column + 1]
      pixels.set(
        isEven ? corner.colour : mixPixel(find, { column, row, size }),
        (row * size + column) * 3,
      )
    }
    above = below
  }
  return { width: size, height: size, pixels }
}
