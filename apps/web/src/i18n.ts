import { i18n, type Messages } from '@lingui/core'

/** A page's texts: in English at once, in any other language once it is wanted. */
export interface Catalogues {
  en: Messages
  fr: () => Promise<{ messages: Messages }>
}

let latest = 0

/**
 * Makes the first of these languages that we speak the page's language, or English where we speak
 * none. At once, unless its texts must come first; of two that are wanted, the later one stays.
 */
export async function speak(wanted: readonly string[], catalogues: Catalogues): Promise<void> {
  const mine = ++latest
  const tags = [...wanted, ...navigator.languages].filter(isTag)
  const language = tags.map(toLanguage).find((name) => name === 'fr' || name === 'en')
  const fr = language === 'fr' ? await catalogues.fr().catch(() => undefined) : undefined
  if (mine !== latest) return

  const locale = fr ? 'fr' : 'en'
  i18n.loadAndActivate({
    locale,
    // Dates and numbers as the person's own region writes them, where it speaks the language.
    locales: [...tags.filter((tag) => toLanguage(tag) === locale), locale],
    messages: fr?.messages ?? catalogues.en,
  })
  if (document.documentElement.lang !== locale) document.documentElement.lang = locale
}

/** The language that the person has chosen: the server says so in the page, before anything is asked. */
export function readChosenLanguage(): string[] {
  const { locale } = document.documentElement.dataset
  return locale ? [locale] : []
}

function toLanguage(tag: string): string {
  return new Intl.Locale(tag).language
}

function isTag(text: string): boolean {
  try {
    return new Intl.Locale(text).language !== ''
  } catch {
    return false
  }
}

export { i18n }
