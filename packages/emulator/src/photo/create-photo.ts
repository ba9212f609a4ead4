import { drawPortrait } from './draw-portrait.ts'
import { encodeJpeg } from './encode-jpeg.ts'

/** Widths, equal to heights. https://learn.microsoft.com/graph/api/resources/profilephoto */
export const photoSizes = [48, 64, 96, 120, 240, 360, 432, 504, 648] as const
export type PhotoSize = (typeof photoSizes)[number]

/** Every file stays below 6 kB; the large pictures have so few details that one does not see it. */
const qualities: Record<PhotoSize, number> = {
  48: 85,
  64: 85,
  96: 85,
  120: 85,
  240: 75,
  360: 50,
  432: 35,
  504: 26,
  648: 13,
}

const keptAtMost = 400
const photos = new Map<string, Buffer>()

/** The photo of a person as a JPEG file; the same id gives the same bytes. Drawn once and kept for a while. */
export function createPhoto(userId: string, size: PhotoSize): Buffer {
  const key = `${userId} ${size}`
  const known = photos.get(key)
  if (known !== undefined) return known
  const photo = encodeJpeg(drawPortrait(userId, size), qualities[size])
  photos.set(key, photo)
  const oldest = photos.keys().next()
  if (photos.size > keptAtMost && !oldest.done) photos.delete(oldest.value)
  return photo
}
