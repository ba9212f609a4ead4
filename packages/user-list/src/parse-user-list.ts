import { createListBuilder, type ParsedList } from './parsed-list.ts'
import { dropInvisible, readAccount } from './read-account.ts'
import { splitLine } from './split-line.ts'

const COMMENT = /^\s*#(?:\s|$)/
/** `-`, `•`, `1.`, `2)` and the like; U+F0B7 is the bullet of Word's Symbol font. */
const LIST_MARK = /^\s*(?:[-–—*+•◦●○▪▫■□‣⁃·\uf0b7]|\d{1,9}[.)])(?:\s+|$)/u

/**
 * Reads what a person pasted: user principal names (guests too), mail addresses and object ids, one
 * a line or divided by commas, semicolons, tabs or spaces; `Name <address>` as mail programs write
 * it; `mailto:` links; with bullets, quotes, brackets and punctuation around them. Blank lines and
 * lines that begin with `# ` are left out. Never throws; takes time in proportion to the text. How
 * much text there may be is for the caller to decide.
 */
export function parseUserList(text: string): ParsedList {
  const builder = createListBuilder()
  const lines = dropInvisible(text).split(/\r\n?|\n/)
  for (const [index, line] of lines.entries()) {
    if (COMMENT.test(line)) continue
    for (const { input, candidate } of splitLine(line.replace(LIST_MARK, ''))) {
      builder.addReading(index + 1, input, readAccount(candidate))
    }
  }
  return builder.list
}
