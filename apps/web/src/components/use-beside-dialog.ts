import { type RefObject, type SyntheticEvent, useEffect, useLayoutEffect } from 'react'

/** As the style sheets have it. */
const NARROW = '(width < 720px)'
/** What has a use of its own for Escape. */
const OWN_ESCAPE = 'form, input:not([type="checkbox"]), textarea, select, [popover], [role="menu"]'

interface Beside {
  /** What is shown; another one is shown in the same place. */
  shown: string
  onClose: () => void
}

/**
 * Opens a dialog beside what it belongs to, which stays in use; on a narrow screen over it, which then
 * does not. Its heading has the focus at first; whatever had it before has it in the end.
 *
 * @returns what to do when the browser would close it
 */
export function useBesideDialog(
  ref: RefObject<HTMLDialogElement | null>,
  { shown, onClose }: Beside,
) {
  // While it is still in the page: a removed dialog gives no focus back.
  useLayoutEffect(() => {
    const dialog = ref.current
    if (dialog === null) return
    const opener = document.activeElement
    const narrow = matchMedia(NARROW)
    const open = () => {
      dialog.close()
      if (narrow.matches) dialog.showModal()
      else dialog.show()
      focusHeading(dialog)
    }
    open()
    narrow.addEventListener('change', open)
    return () => {
      narrow.removeEventListener('change', open)
      const hadFocus = dialog.contains(document.activeElement)
      dialog.close()
      if (hadFocus && opener instanceof HTMLElement) opener.focus({ preventScroll: true })
    }
  }, [ref])

  // The heading went along with whom it named. At once, or else the list takes the focus for lost.
  useLayoutEffect(() => {
    if (document.activeElement === document.body && ref.current) focusHeading(ref.current)
  }, [ref, shown])

  useEffect(() => {
    const closeByKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || !(event.target instanceof Element)) {
        return
      }
      const { target } = event
      const isInside = ref.current?.contains(target) ?? false
      if (isInside) event.preventDefault()
      const isElsewhere = !isInside && target.closest('dialog') !== null
      if (isElsewhere || target.closest(OWN_ESCAPE) !== null) return
      event.preventDefault()
      // The list does not give its selection up by the same press.
      event.stopPropagation()
      onClose()
    }
    addEventListener('keydown', closeByKey, { capture: true })
    return () => removeEventListener('keydown', closeByKey, { capture: true })
  }, [ref, onClose])

  return (event: SyntheticEvent) => {
    event.preventDefault()
    onClose()
  }
}

function focusHeading(dialog: HTMLDialogElement): void {
  dialog.querySelector('h2')?.focus({ preventScroll: true })
}
