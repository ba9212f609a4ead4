import css from './Skeleton.module.css'

interface SkeletonProps {
  /** In rem, or as a part of what holds it, such as `60%`. */
  width?: number | string
  height?: number
  round?: boolean
}

/** Stands where something will be. Invisible at first: a quick answer shows no skeleton at all. */
export function Skeleton({ width = '100%', height = 0.875, round = false }: SkeletonProps) {
  return (
    <span
      className={round ? css.round : css.skeleton}
      style={{ width: typeof width === 'number' ? `${width}rem` : width, height: `${height}rem` }}
    />
  )
}
