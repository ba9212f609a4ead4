import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Tag } from '../ui/Tag.tsx'
import css from './DoorHeading.module.css'

interface DoorHeadingProps {
  isLast: boolean
  children: ReactNode
}

/** What a door is for, and whether it is the one that was used last. */
export function DoorHeading({ isLast, children }: DoorHeadingProps) {
  return (
    <div className={css.heading}>
      <h2>{children}</h2>
      {isLast && (
        <Tag>
          <Trans>Last used on this device</Trans>
        </Tag>
      )}
    </div>
  )
}
