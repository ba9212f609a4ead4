export interface UserAgentFacts {
  /** The browser's family; undefined where it is none we know. */
  browser: string | undefined
  system: string | undefined
  isHandheld: boolean
}

// Browsers name others that they want to be taken for, so the one that names fewest stands last.
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\bOPR\/|\bOPiOS\/|\bOpera\b/, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bVivaldi\//, 'Vivaldi'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  // Without a window it is HeadlessChrome.
  [/Chrome\/|\bChromium\/|\bCriOS\//, 'Chrome'],
  [/\bVersion\/\S+ .*\bSafari\//, 'Safari'],
]

// An iPad calls itself a Mac unless told otherwise; nothing in the text tells the two apart.
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b|\biPod\b/, 'iOS'],
  [/\biPad\b/, 'iPadOS'],
  [/\bAndroid\b/, 'Android'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMacintosh\b|\bMac OS X\b/, 'macOS'],
  [/\bLinux\b|\bX11\b/, 'Linux'],
]

const HANDHELDS = ['iOS', 'iPadOS', 'Android']

/** What a browser says of itself. A guess for people to recognise it by: anybody can send anything. */
export function readUserAgent(userAgent: string | null): UserAgentFacts {
  const find = (table: typeof BROWSERS) =>
    table.find(([pattern]) => pattern.test(userAgent ?? ''))?.[1]
  const system = find(SYSTEMS)
  return {
    browser: find(BROWSERS),
    system,
    isHandheld: system !== undefined && HANDHELDS.includes(system),
  }
}
