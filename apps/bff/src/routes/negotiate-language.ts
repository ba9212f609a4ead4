import { LANGUAGES, type Language } from '../auth/claim-meanings/claim-table.ts'

/**
 * The language to answer in: of those we speak the one the caller likes best, English where they like
 * none (RFC 9110, 12.5.4). A region is not looked at: `fr-CA` is answered in French.
 */
export function negotiateLanguage(acceptLanguage: string | undefined): Language {
  const wishes = (acceptLanguage ?? '').split(',').map(readWish)
  const [best] = wishes
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .flatMap(({ range }) => LANGUAGES.filter((language) => language === range))
  return best ?? 'en'
}

function readWish(text: string): { range: string; weight: number } {
  const [range = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase())
  const quality = parameters.find((parameter) => parameter.startsWith('q='))
  const weight = quality === undefined ? 1 : Number(quality.slice(2))
  return { range: range.split('-')[0] ?? '', weight: Number.isFinite(weight) ? weight : 0 }
}
