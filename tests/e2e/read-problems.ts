import type { WatchedPage } from '../helpers/browser.ts'

/**
 * What went wrong in a page. A reply of 400 or more, which Chromium writes to the console whatever the
 * page does about it, stands as `401 /users?search=ada`; everything else stands as it was.
 */
export function readProblems({ problems }: WatchedPage): string[] {
  return problems.map((problem) => {
    const [, status, address] = REFUSED.exec(problem) ?? []
    if (!status || !address) return problem
    const { pathname, search } = new URL(address)
    return `${status} ${pathname}${search}`
  })
}

const REFUSED = /^console: Failed to load resource: .* a status of (\d{3}) \(.*\) \((.*):\d+\)$/
