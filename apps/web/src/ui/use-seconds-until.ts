import { useEffect, useState } from 'react'

/** How many whole seconds there are until then, counted down; 0 when it has come, or is not known. */
export function useSecondsUntil(at: string | null): number {
  const [now, setNow] = useState(Date.now)
  const left = at === null ? 0 : Math.max(0, Math.ceil((Date.parse(at) - now) / 1_000))
  const isWaiting = left > 0

  useEffect(() => {
    setNow(Date.now())
    if (at === null || !isWaiting) return
    const timer = setInterval(() => setNow(Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [at, isWaiting])
  return left
}
