import fc from 'fast-check'

const word = fc.stringMatching(/^[a-z\d][a-z\d_-]{0,8}[a-z\d]$/)
const script = fc.constantFrom('josé', 'ทดสอบ', 'مثال', '用户', 'Ωμέγα', 'हिन्दी', 'Жуков')
const local = fc.oneof(
  word,
  script,
  fc.tuple(word, word).map((parts) => parts.join('.')),
  fc.constant("o'neill"),
)
const domain = fc
  .oneof(
    word,
    fc.tuple(fc.oneof(word, script), word).map((parts) => parts.join('.')),
  )
  .map((name) => name.replaceAll('_', ''))

/** An object id as we write it, a user principal name, a guest's, or a mail address. */
export const account = fc.oneof(
  fc.uuid(),
  fc.tuple(local, domain).map((parts) => parts.join('@')),
  fc.tuple(word, domain, domain).map(([name, home, host]) => `${name}_${home}#EXT#@${host}`),
)

/** The same account for the directory. */
export function caseless(value: string): string {
  return value.toLowerCase()
}

export interface Decorated {
  written: string
  /** What of it the list shows. */
  input: string
  value: string
}

/** An account as people and programs write it. */
export function decorate(value: string): fc.Arbitrary<Decorated> {
  const forms: Decorated[] = [
    ['', ''],
    ['(', ')'],
    ['"', '"'],
    ["'", "'"],
    ['“', '”'],
    ['', '.'],
    ['', '!'],
    ['<', '>'],
    ['<', '>.'],
    ['"Vance, Adele" <', '>'],
    ['"b@x; c@x" < ', ' >'],
  ].map(([before = '', after = '']) => toDecorated(`${before}${value}${after}`, value))
  if (value.includes('@')) {
    forms.push(toDecorated(`mailto:${encodeURIComponent(value)}?subject=Hello`, value))
    forms.push(toDecorated(`<mailto:${encodeURIComponent(value)}>`, value))
  } else {
    forms.push(toDecorated(`{${value.toUpperCase()}}`, value))
  }
  const [plain] = forms as [Decorated]
  const middle = Math.ceil(value.length / 2)
  forms.push({ ...plain, written: `\ufeff${value.slice(0, middle)}\u200b${value.slice(middle)}` })
  return fc.constantFrom(...forms)
}

function toDecorated(written: string, value: string): Decorated {
  return { written, input: written, value }
}
