import { deburr } from 'es-toolkit/string'

/** Nothing to be seen: direction marks, joiners, soft hyphens, fillers; the Arabic letter stretcher too. */
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}\u0640]|[^\P{Cc}\s]/gu

/** What most addresses and ids are made of, of which case alone is folded. */
const PLAIN = /^[ -~]*$/

/**
 * Accents, and the points of scripts that are mostly written without them. Vowel signs of Indic and
 * other scripts make another word, as do the marks that voice a Japanese syllable, and stay.
 */
const MARKS =
  /(?![\u3099\u309a])[\p{M}&&[\p{Script=Inherited}\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}]]/gv

/**
 * What is compared of a text: without regard to case, accents and invisible characters, in any script.
 * `Ørsted` and `orsted`, `İstanbul` and `istanbul`, `Groß` and `GROSS` are one.
 */
export function foldText(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase()
  const bare = text
    .toWellFormed()
    .replace(INVISIBLE, '')
    .normalize('NFKD')
    .replace(MARKS, '')
    .replace(INVISIBLE, '')
  const folded = foldCase(bare)
  if (PLAIN.test(folded)) return folded
  // Letters with a stroke, ligatures and the like, which Unicode does not take apart.
  return deburr(folded)
    .replace(/[‘’ʼ]/g, "'")
    .replace(/\p{Pd}/gu, '-')
}

/** What is compared of a text where case alone does not matter. */
export function foldCase(text: string): string {
  // Up, for ß is SS and ı is I; down before, for ẞ is none of them; the sigma's shape is its place's.
  return text.toLowerCase().toUpperCase().toLowerCase().replaceAll('ς', 'σ')
}
