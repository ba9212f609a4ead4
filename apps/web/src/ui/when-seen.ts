/** How long something must stay in sight, and the page still: what flies past in a long list is not seen. */
const DWELL_MS = 100

interface Wait {
  tell: () => void
  timer?: ReturnType<typeof setTimeout>
}

const waiting = new Map<Element, Wait>()
let observer: IntersectionObserver | undefined
let movedAt = 0

/** Calls `tell` once, when the element has come into sight. Returns how to stop waiting for it. */
export function whenSeen(element: Element, tell: () => void): () => void {
  // One for the whole page: a list has thousands of elements to wait for.
  if (!observer) {
    observer = new IntersectionObserver(notice)
    addEventListener('scroll', noteMove, { passive: true, capture: true })
  }
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
    wait.timer = setTimeout(() => tellWhenStill(target, wait), DWELL_MS)
  }
}

function noteMove(): void {
  movedAt = performance.now()
}

function tellWhenStill(target: Element, wait: Wait): void {
  const left = movedAt + DWELL_MS - performance.now()
  if (left > 0) {
    wait.timer = setTimeout(() => tellWhenStill(target, wait), left)
    return
  }
  forget(target)
  wait.tell()
}

function forget(element: Element): void {
  clearTimeout(waiting.get(element)?.timer)
  waiting.delete(element)
  observer?.unobserve(element)
}
