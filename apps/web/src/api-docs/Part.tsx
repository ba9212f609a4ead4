import type { ReactNode } from 'react'
import css from './Part.module.css'

/** A part of an operation, under its own small heading. */
export function Part({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <section className={css.part}>
      <h4>{title}</h4>
      {children}
    </section>
  )
}
