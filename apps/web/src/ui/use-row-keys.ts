import { useEffect, useRef } from 'react'

const STEPS: Record<string, number> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 10,
  PageUp: -10,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
}

/**
 * Makes the links of a table's rows one stop of the Tab key, with the arrow keys, Page up and down,
 * Home and End between them: a list of thousands must not stand between a person and what follows
 * it (https://www.w3.org/WAI/ARIA/apg/practices/keyboard-interface/#kbd_roving_tabindex).
 */
export function useRowKeys() {
  const table = useRef<HTMLTableElement>(null)

  // After every change: the row that was the stop may be gone.
  useEffect(() => {
    const stop = table.current?.querySelector('tbody a[tabindex="0"]')
    if (!stop) table.current?.querySelector('tbody a')?.setAttribute('tabindex', '0')
  })

  useEffect(() => {
    const element = table.current
    if (element === null) return
    const isLink = (target: EventTarget | null): target is HTMLAnchorElement =>
      target instanceof HTMLAnchorElement && target.closest('tbody') !== null
    const move = (event: KeyboardEvent) => {
      const step = STEPS[event.key]
      const isChord = event.altKey || event.ctrlKey || event.metaKey || event.shiftKey
      if (isChord || !isLink(event.target)) return
      if (step === undefined) return
      event.preventDefault()
      const links = [...element.querySelectorAll<HTMLAnchorElement>('tbody a')]
      const wanted = links.indexOf(event.target) + step
      links[Math.min(Math.max(wanted, 0), links.length - 1)]?.focus()
    }
    const stay = ({ target }: FocusEvent) => {
      if (!isLink(target)) return
      for (const stop of element.querySelectorAll('tbody a[tabindex="0"]')) {
        stop.setAttribute('tabindex', '-1')
      }
      target.setAttribute('tabindex', '0')
    }
    element.addEventListener('keydown', move)
    element.addEventListener('focusin', stay)
    return () => {
      element.removeEventListener('keydown', move)
      element.removeEventListener('focusin', stay)
    }
  }, [])
  return table
}
