import css from './Ring.module.css'

const RADIUS = 20
const LENGTH = 2 * Math.PI * RADIUS

/** How much of something is left, from 0 to 1. The words are beside it, so it is for the eye only. */
export function Ring({ part }: { part: number }) {
  const shown = Math.min(1, Math.max(0, part))
  return (
    <svg className={css.ring} viewBox="0 0 44 44" aria-hidden="true">
      <circle className={css.track} cx="22" cy="22" r={RADIUS} />
      <circle
        className={css.left}
        cx="22"
        cy="22"
        r={RADIUS}
        strokeDasharray={`${LENGTH * shown} ${LENGTH}`}
      />
    </svg>
  )
}
