const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
/** Without a mark above or below, a letter of these scripts stands alone. Looking is a twentieth of segmenting. */
const PLAIN = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}](?![\p{M}\u200d])/u
const HUES = 12

/** One or two letters that stand for a name of any script; `?` when it has no letter. */
export function toInitials(name: string): string {
  const words = name.split(/[\s\-_.,()@]+/u).filter((word) => /^[\p{L}\p{N}]/u.test(word))
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words.slice(0, 1)
  return ends.map(firstLetter).join('').toLocaleUpperCase('en') || '?'
}

/** A colour, as the degrees of its hue, that stays the same for the same id. */
export function toHue(id: string): number {
  let hash = 2166136261
  for (const character of id) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16777619)
  // The low bits of this hash repeat; its high ones are well mixed.
  return ((hash >>> 16) % HUES) * (360 / HUES)
}

function firstLetter(word = ''): string {
  const [plain] = PLAIN.exec(word) ?? []
  if (plain !== undefined) return plain
  const [first] = graphemes.segment(word)
  return first?.segment ?? ''
}
