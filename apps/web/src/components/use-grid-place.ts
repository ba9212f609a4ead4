import { type RefObject, useLayoutEffect, useRef, useState } from 'react'

export interface GridPlace {
  /** Where the rows begin, in pixels from the top of the page. */
  top: number
  /** How much of the window the bars above the rows cover. */
  covered: number
}

const NOWHERE: GridPlace = { top: 0, covered: 0 }

/** Where the rows of a grid are on the page; with another list they are looked at from the beginning. */
export function useGridPlace(body: RefObject<HTMLElement | null>, listKey: string): GridPlace {
  const [place, setPlace] = useState(NOWHERE)

  useLayoutEffect(() => {
    const element = body.current
    if (element === null) return
    const measure = () => {
      const now = readPlace(element)
      setPlace((known) => (known.top === now.top && known.covered === now.covered ? known : now))
    }
    measure()
    // Whatever is above the rows and changes its height, the page's height changes with it.
    const observer = new ResizeObserver(measure)
    observer.observe(document.body)
    const above = element.closest('main')?.firstElementChild
    if (above) observer.observe(above)
    return () => observer.disconnect()
  }, [body])

  const shown = useRef(listKey)
  useLayoutEffect(() => {
    if (shown.current === listKey) return
    shown.current = listKey
    const element = body.current
    if (element === null) return
    const { top, covered } = readPlace(element)
    if (window.scrollY > top - covered) window.scrollTo({ top: top - covered })
  }, [body, listKey])
  return place
}

function readPlace(element: HTMLElement): GridPlace {
  const head = element.previousElementSibling
  const { height = 0 } = head?.getBoundingClientRect() ?? {}
  const stuckAt = head ? Number.parseFloat(getComputedStyle(head).insetBlockStart) || 0 : 0
  const top = Math.round(element.getBoundingClientRect().top + window.scrollY)
  return { top, covered: Math.ceil(stuckAt + height) }
}
