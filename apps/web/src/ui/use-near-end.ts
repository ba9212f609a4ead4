import { useEffect, useRef } from 'react'

/** How far below the window the end may be when it counts as near. */
const AHEAD = '1500px'
/** Time for a press on something at the end to come first: it must not move away under the pointer. */
const PATIENCE_MS = 200

/**
 * Calls `onNear` when the end of a list comes near, as long as it is wanted. Nothing is called while
 * the keyboard is at something in the end itself: whoever tabs through a page wants to get past it.
 */
export function useNearEnd<E extends Element>(isWanted: boolean, onNear: () => void) {
  const end = useRef<E>(null)

  useEffect(() => {
    const element = end.current
    if (!isWanted || element === null || savesData()) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const observer = new IntersectionObserver(
      (entries) => {
        clearTimeout(timer)
        if (!entries.at(-1)?.isIntersecting) return
        timer = setTimeout(() => {
          if (element.querySelector(':focus-visible') === null) onNear()
        }, PATIENCE_MS)
      },
      { rootMargin: `0px 0px ${AHEAD}` },
    )
    observer.observe(element)
    return () => {
      clearTimeout(timer)
      observer.disconnect()
    }
  }, [isWanted, onNear])
  return end
}

/** True for a person who has asked the browser to load no more than is needed. */
function savesData(): boolean {
  const { connection } = navigator as Navigator & { connection?: { saveData?: boolean } }
  return connection?.saveData === true || matchMedia('(prefers-reduced-data: reduce)').matches
}
