import type { ReactNode } from 'react'
import css from './Tag.module.css'

interface TagProps {
  children: ReactNode
  /** `code` for a name that a program uses, such as a scope. */
  look?: 'word' | 'code'
}

export function Tag({ children, look = 'word' }: TagProps) {
  return <span className={look === 'code' ? css.code : css.word}>{children}</span>
}
