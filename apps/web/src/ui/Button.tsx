import type { ComponentProps } from 'react'
import css from './Button.module.css'

interface ButtonProps extends Omit<ComponentProps<'button'>, 'className' | 'type'> {
  /** `primary`: the page's one main act. `quiet`: no edge until it is pointed at. `danger`: ends something. */
  look?: 'plain' | 'primary' | 'quiet' | 'danger'
  type?: 'button' | 'submit'
}

export function Button({ look = 'plain', type = 'button', ...rest }: ButtonProps) {
  return <button {...rest} type={type} className={`${css.button} ${css[look]}`} />
}
