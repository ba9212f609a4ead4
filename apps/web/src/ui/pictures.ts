import { stopWaiting } from './when-seen.ts'

/** Those on their way. */
const pictures = new Set<HTMLImageElement>()

/** Remembers a picture while it loads. Returns what to call when it has loaded or has gone. */
export function keepPicture(picture: HTMLImageElement): () => void {
  pictures.add(picture)
  return () => {
    pictures.delete(picture)
    // Removing a picture does not stop it from loading, and scores of them may be waiting their turn.
    if (!picture.isConnected) picture.removeAttribute('src')
  }
}

/** Stops all pictures that have not come, and asks for no other: initials stand in their place. */
export function giveUpPictures(): void {
  stopWaiting()
  for (const picture of pictures) picture.removeAttribute('src')
  pictures.clear()
}
