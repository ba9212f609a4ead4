import { type ReactNode, type RefObject, useEffect, useId, useRef, useState } from 'react'
import { Button } from './Button.tsx'
import { Chip } from './Chip.tsx'
import css from './Popover.module.css'

interface PopoverProps {
  icon: ReactNode
  /** What stands on the button; on a narrow screen the icon alone, if it is no chip. */
  words: ReactNode
  button?: RefObject<HTMLButtonElement | null>
  look?: 'chip' | 'button'
  /** At which side of the button the panel stands; where there is little room it takes all of it. */
  align?: 'start' | 'end'
  /** What is in the panel; given how to close it, which leads back to the button. */
  children: (close: () => void) => ReactNode
}

/** A button that opens a small panel, and what is in it. The focus goes there, and comes back. */
export function Popover({
  icon,
  words,
  button: given,
  look = 'button',
  align = 'start',
  children,
}: PopoverProps) {
  const id = useId()
  const own = useRef<HTMLButtonElement>(null)
  const button = given ?? own
  const frame = useRef<HTMLDivElement>(null)
  const panel = useRef<HTMLDivElement>(null)
  const [isOpen, setIsOpen] = useState(false)
  const close = () => {
    setIsOpen(false)
    button.current?.focus()
  }

  useEffect(() => {
    if (!isOpen) return
    panel.current?.querySelector<HTMLElement>('input, select, button, a')?.focus()
    const leave = ({ target }: Event) => {
      if (target instanceof Node && !frame.current?.contains(target)) setIsOpen(false)
    }
    const closeByKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      // Whatever else Escape does on the page, it does at the next press.
      event.preventDefault()
      setIsOpen(false)
      button.current?.focus()
    }
    document.addEventListener('pointerdown', leave)
    document.addEventListener('focusin', leave)
    document.addEventListener('keydown', closeByKey, true)
    return () => {
      document.removeEventListener('pointerdown', leave)
      document.removeEventListener('focusin', leave)
      document.removeEventListener('keydown', closeByKey, true)
    }
  }, [isOpen, button])

  const opener = {
    ref: button,
    'aria-expanded': isOpen,
    'aria-controls': isOpen ? id : undefined,
    onClick: () => setIsOpen(!isOpen),
    children: (
      <>
        {icon}
        <span className={look === 'chip' ? undefined : css.words}>{words}</span>
      </>
    ),
  }
  return (
    <div ref={frame} className={css.frame}>
      {look === 'chip' ? <Chip {...opener} /> : <Button {...opener} />}
      {isOpen && (
        <div id={id} ref={panel} className={`${css.panel} ${css[align]}`}>
          {children(close)}
        </div>
      )}
    </div>
  )
}
