import { expect, test } from 'vitest'
import { toPhotoSize } from './photo-size.ts'

test.each([
  [24, 48],
  [48, 48],
  [48.5, 64],
  [72, 96],
  [144, 240],
  [700, 648],
])('%d pixels are filled by a picture of %d', (pixels, size) => {
  expect(toPhotoSize(pixels)).toBe(size)
})
