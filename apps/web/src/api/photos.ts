import type { Me } from '@vestibule/client'
import { client } from './client.ts'
import { toPhotoSize } from './photo-size.ts'

/** Gives the address of a picture that is this many pixels wide, or somewhat more. */
export type PhotoAt = (pixels: number) => string

/** A person's picture, where there is one. */
export function toUserPhoto(id: string): PhotoAt {
  return (pixels) => client.getUserPhoto(id, toPhotoSize(pixels))
}

/** The signed-in person's own picture, if there was one at sign-in. */
export function toMyPhoto({ photoUrl }: Me): PhotoAt | undefined {
  if (photoUrl === null) return undefined
  return (pixels) => client.getMyPhoto(toPhotoSize(pixels))
}
