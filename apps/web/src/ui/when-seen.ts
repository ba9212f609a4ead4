/** How long something must stay in sight: what flies past while a long list is scrolled is not seen. */
const DWELL_MS = 100

const waiting = new Map<Element, { tell: () => void; timer?: ReturnType<typeof setTimeout> }>()
let observer: IntersectionObserver | undefined

/** Calls `tell` once, when the element has come into sight. Returns how to stop waiting for it. */
export function whenSeen(element: Element, tell: () => void): () => void {
  // One for the whole page: a list has thousands of elements to wait for.
  observer ??= new IntersectionObserver(notice)
  waiting.set(element, { tell })
  observer.observe(element)
  return () => forget(element)
}

/** Forgets whatever is waited for. */
export function stopWaiting(): void {
  for (const element of [...waiting.keys()]) forget(element)
}

function notice(entries: readonly IntersectionObserverEntry[]): void {
  for (const { target, isIntersecting } of entries) {
    const wait = waiting.get(target)
    if (wait === undefined) continue
    clearTimeout(wait.timer)
    if (!isIntersecting) continue
    wait.timer = setTimeout(() => {
      forget(target)
      wait.tell()
    }, DWELL_MS)
  }
}

function forget(element: Element): void {
  clearTimeout(waiting.get(element)?.timer)
  waiting.delete(element)
  observer?.unobserve(element)
}
