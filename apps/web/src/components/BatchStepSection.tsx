import { type ReactNode, useEffect, useRef } from 'react'
import css from './BatchStepSection.module.css'

interface BatchStepSectionProps {
  title: ReactNode
  /** Reading goes on here, as what was used before has gone. */
  takesFocus?: boolean
  children: ReactNode
}

/** One of the steps to a batch. */
export function BatchStepSection({ title, takesFocus = false, children }: BatchStepSectionProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (takesFocus) heading.current?.focus()
  }, [takesFocus])
  return (
    <section className={css.step}>
      <h2 ref={heading} tabIndex={-1}>
        {title}
      </h2>
      {children}
    </section>
  )
}
