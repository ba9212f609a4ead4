/** The header that asks for a language. */
export function toLanguage(language: string | undefined): { 'Accept-Language'?: string } {
  return language ? { 'Accept-Language': language } : {}
}
