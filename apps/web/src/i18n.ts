import { i18n, type Messages } from '@lingui/core'
import { messages as en } from './locales/en.po'

/** The languages there are. Another one is a line here and its catalogue. */
const CATALOGUES: Record<string, Messages> = { en }
const SOURCE = 'en'

/** Makes `locale` the page's language, or English where we do not speak it. */
export function activateLocale(locale: string): void {
  const known = [locale, locale.split('-')[0] ?? SOURCE].find((name) => name in CATALOGUES)
  const chosen = known ?? SOURCE
  // Dates and numbers as the person's own region writes them, where it speaks the language.
  const regions = navigator.languages.filter((name) => name.split('-')[0] === chosen)
  i18n.loadAndActivate({
    locale: chosen,
    locales: [...regions, chosen],
    messages: CATALOGUES[chosen] ?? en,
  })
  document.documentElement.lang = chosen
}

export { i18n }
