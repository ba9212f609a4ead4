import { useEffect, useRef, useState } from 'react'
import css from './Avatar.module.css'
import { toHue, toInitials } from './initials.ts'
import { keepPicture } from './pictures.ts'
import { whenSeen } from './when-seen.ts'

interface AvatarProps {
  /** Decides the colour. */
  id: string
  name: string
  /** Where a picture of so many device pixels a side is; whether there is one, loading it tells. */
  photo?: ((pixels: number) => string) | undefined
  size?: keyof typeof SIDE
}

/** Pixels a side, as the style sheet has them. */
const SIDE = { small: 24, medium: 32, large: 72 }

/**
 * Initials, and over them the photo once it is here. Always beside the name, so it says nothing to a
 * screen reader.
 */
export function Avatar({ id, name, photo, size = 'small' }: AvatarProps) {
  const src = photo?.(SIDE[size] * devicePixelRatio)
  return (
    <span
      className={`${css.avatar} ${css[size]}`}
      style={{ '--hue': toHue(id) }}
      aria-hidden="true"
    >
      {toInitials(name)}
      {src !== undefined && <Photo key={src} src={src} />}
    </span>
  )
}

/** Asked for only once it is looked at: of a long list, most pictures never are. */
function Photo({ src }: { src: string }) {
  const place = useRef<HTMLSpanElement>(null)
  const picture = useRef<HTMLImageElement>(null)
  const [state, setState] = useState<'unseen' | 'loading' | 'loaded' | 'none'>('unseen')

  useEffect(
    () => (place.current ? whenSeen(place.current, () => setState('loading')) : undefined),
    [],
  )

  useEffect(() => {
    if (state === 'loading' && picture.current) return keepPicture(picture.current)
  }, [state])

  if (state === 'none') return null
  if (state === 'unseen') return <span ref={place} className={css.unseen} />
  return (
    <img
      ref={picture}
      className={`${css.photo} ${state === 'loaded' ? css.loaded : ''}`}
      src={src}
      alt=""
      loading="lazy"
      decoding="async"
      draggable={false}
      onLoad={() => setState('loaded')}
      // Also when the answer is empty, which says that there is no picture.
      onError={() => setState('none')}
    />
  )
}
