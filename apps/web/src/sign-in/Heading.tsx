import { useLingui } from '@lingui/react/macro'
import { type ReactNode, useEffect, useRef } from 'react'

interface HeadingProps {
  /** When it takes the place of another without a step in the history. */
  takesFocus?: boolean
  children: ReactNode
}

/** What the sign-in page shows at the moment, also in the title of the tab. */
export function Heading({ takesFocus = false, children }: HeadingProps) {
  const { t } = useLingui()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    const title = heading.current?.textContent ?? ''
    document.title = t`${title} – Vestibule`
  })
  useEffect(() => {
    if (takesFocus) heading.current?.focus()
  }, [takesFocus])
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  )
}
