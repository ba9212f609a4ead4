import { type ReactNode, useEffect, useRef } from 'react'
import { MethodName } from './MethodName.tsx'
import css from './OperationLink.module.css'
import type { Operation } from './read-operations.ts'

interface OperationLinkProps {
  operation: Operation
  isHere?: boolean
  children?: ReactNode
}

export function OperationLink({ operation, isHere = false, children }: OperationLinkProps) {
  const { id, method } = operation
  const link = useRef<HTMLAnchorElement>(null)

  // The list is longer than the window: what is being read stays in its sight.
  useEffect(() => {
    if (isHere) link.current?.scrollIntoView({ block: 'nearest' })
  }, [isHere])

  return (
    <a
      ref={link}
      className={css.link}
      href={`#${encodeURIComponent(id)}`}
      aria-current={isHere ? 'location' : undefined}
    >
      <MethodName method={method} />
      <span className={css.name}>{id}</span>
      {children}
    </a>
  )
}
