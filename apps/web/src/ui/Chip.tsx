import type { ComponentProps } from 'react'
import css from './Chip.module.css'

interface ChipProps extends Omit<ComponentProps<'button'>, 'className' | 'type'> {
  /** For a chip that is pressed and released, rather than added and taken away. */
  isPressed?: boolean
  /** Stands out; a pressed one does by itself. */
  isOn?: boolean
}

export function Chip({ isPressed, isOn = isPressed === true, ...rest }: ChipProps) {
  return (
    <button
      {...rest}
      type="button"
      aria-pressed={isPressed}
      className={`${css.chip} ${isOn ? css.on : css.off}`}
    />
  )
}
