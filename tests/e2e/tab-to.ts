import type { Locator, Page } from 'playwright-core'

const MOST_STOPS = 60

/**
 * Presses Tab, or Shift+Tab, until something has the focus. Every stop on the way must show that it
 * has it.
 *
 * @throws {Error} it cannot be reached, or a stop on the way shows nothing.
 */
export async function tabTo(
  page: Page,
  wanted: Locator,
  key: 'Tab' | 'Shift+Tab' = 'Tab',
): Promise<void> {
  await wanted.waitFor()
  for (let stops = 0; stops < MOST_STOPS; stops++) {
    await page.keyboard.press(key)
    const { name, isVisible } = await page.evaluate<Stop>(READ_STOP)
    if (!isVisible) throw new Error(`The focus cannot be seen on ${name}.`)
    if (await hasFocus(wanted)) return
  }
  throw new Error(`${key} does not lead to ${wanted}.`)
}

export async function hasFocus(wanted: Locator): Promise<boolean> {
  return wanted.evaluate((element) => element === element.ownerDocument.activeElement)
}

interface Stop {
  name: string
  isVisible: boolean
}

// As text: these files are checked without the browser's types.
const READ_STOP = `(() => {
  const element = document.activeElement
  const { outlineStyle, outlineWidth } = getComputedStyle(element)
  return {
    name: element.outerHTML.slice(0, 120),
    // Between the last stop and the first one the browser itself has the focus.
    isVisible: element === document.body || (outlineStyle !== 'none' && outlineWidth !== '0px'),
  }
})()`
