import type { ReactNode } from 'react'
import css from './Section.module.css'

/** A part of a page, under its own heading. */
export function Section({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <section className={css.section}>
      <h2>{title}</h2>
      {children}
    </section>
  )
}
