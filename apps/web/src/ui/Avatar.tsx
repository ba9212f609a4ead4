import { useState } from 'react'
import css from './Avatar.module.css'
import { toHue, toInitials } from './initials.ts'

interface AvatarProps {
  id: string
  name: string
  photoUrl?: string | null
  size?: 'small' | 'medium' | 'large'
}

/** A photo or initials. Always beside the name, so it says nothing to a screen reader. */
export function Avatar({ id, name, photoUrl = null, size = 'small' }: AvatarProps) {
  const [failedUrl, setFailedUrl] = useState<string | null>(null)
  const className = `${css.avatar} ${css[size]}`

  if (photoUrl !== null && photoUrl !== failedUrl) {
    return (
      <img className={className} src={photoUrl} alt="" onError={() => setFailedUrl(photoUrl)} />
    )
  }
  return (
    <span className={className} style={{ '--hue': toHue(id) }} aria-hidden="true">
      {toInitials(name)}
    </span>
  )
}
