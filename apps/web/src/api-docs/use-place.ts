import { useEffect, useState } from 'react'

/** The operation that is being read: the last whose beginning has gone past the upper third. */
export function usePlace(ids: readonly string[]): string | undefined {
  const [place, setPlace] = useState<string>()

  useEffect(() => {
    const find = () => {
      const passed = ids.filter((id) => {
        const top = document.getElementById(id)?.getBoundingClientRect().top
        return top !== undefined && top < innerHeight / 3
      })
      setPlace(passed.at(-1))
    }
    find()
    let frame = 0
    const onScroll = () => {
      cancelAnimationFrame(frame)
      frame = requestAnimationFrame(find)
    }
    window.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      cancelAnimationFrame(frame)
      window.removeEventListener('scroll', onScroll)
    }
  }, [ids])

  return place
}
