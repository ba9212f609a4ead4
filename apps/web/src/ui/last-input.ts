const INPUTS = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const

let lastInput: number | undefined

/** How long nobody has touched the page, in ms; counted from when it was first asked. */
export function toIdleMs(): number {
  lastInput ??= watch()
  return Date.now() - lastInput
}

function watch(): number {
  const note = () => {
    lastInput = Date.now()
  }
  for (const input of INPUTS) addEventListener(input, note, { capture: true, passive: true })
  return Date.now()
}
