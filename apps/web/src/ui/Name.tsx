import css from './Name.module.css'

/** A name of any script, on one line, cut where its own direction ends. */
export function Name({ children }: { children: string }) {
  return (
    <span dir="auto" className={css.name} title={children}>
      {children}
    </span>
  )
}
