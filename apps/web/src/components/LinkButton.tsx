import { Link, type LinkProps } from '@tanstack/react-router'
import button from '../ui/Button.module.css'

interface LinkButtonProps extends Pick<LinkProps, 'to' | 'children'> {
  look?: 'plain' | 'primary'
}

/** A link to another page, as large as a button: a page's main act where that is a page. */
export function LinkButton({ look = 'plain', ...rest }: LinkButtonProps) {
  return <Link {...rest} className={`${button.button} ${button[look]}`} />
}
