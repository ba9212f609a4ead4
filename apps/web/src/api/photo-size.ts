import type { PhotoSize } from '@vestibule/client'

/** The sizes that Microsoft keeps. */
const SIZES = [48, 64, 96, 120, 240, 360, 432, 504, 648] as const satisfies readonly PhotoSize[]
const LARGEST = 648

/** The smallest size that does not have to be enlarged for this many pixels. */
export function toPhotoSize(pixels: number): PhotoSize {
  return SIZES.find((size) => size >= pixels) ?? LARGEST
}
