import { keepDeviceChoice, readDeviceChoice, useDeviceChoice } from './device-choice.ts'

const NAME = 'single-keys'
const OFF = 'off'

/**
 * Whether keys without Ctrl, Alt or the like do something by themselves. Who dictates, or whose hand
 * trembles, can have them off: https://www.w3.org/TR/WCAG22/#character-key-shortcuts
 */
function hasSingleKeys(): boolean {
  return readDeviceChoice(NAME) !== OFF
}

export function useSingleKeys(): [boolean, (isOn: boolean) => void] {
  const isOn = useDeviceChoice(NAME) !== OFF
  return [isOn, (wanted) => keepDeviceChoice(NAME, wanted ? undefined : OFF)]
}

/** The key alone that was pressed, unless it is typed into something or does something else already. */
export function readSingleKey(event: KeyboardEvent): string | undefined {
  const { target, key } = event
  const isChord = event.altKey || event.ctrlKey || event.metaKey
  if (isChord || event.defaultPrevented || !hasSingleKeys()) return undefined
  if (document.querySelector('dialog:modal')) return undefined
  const isTyped =
    target instanceof HTMLElement &&
    target.closest('input:not([type="checkbox"]), textarea, select, [contenteditable]') !== null
  return isTyped ? undefined : key
}
