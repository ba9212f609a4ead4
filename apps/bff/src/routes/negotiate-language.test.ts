import { expect, it } from 'vitest'
import { negotiateLanguage } from './negotiate-language.ts'

it.each([
  [undefined, 'en'],
  ['', 'en'],
  ['*', 'en'],
  ['fr', 'fr'],
  ['fr-CA', 'fr'],
  ['FR-fr', 'fr'],
  ['fr-FR,fr;q=0.9,en;q=0.8', 'fr'],
  ['en-GB,fr;q=0.9', 'en'],
  ['en;q=0.5, fr;q=0.7', 'fr'],
  ['de, fr;q=0.3', 'fr'],
  ['de, ja', 'en'],
  ['fr;q=0', 'en'],
  ['fr;q=nonsense, en;q=0.1', 'en'],
  ['frisian', 'en'],
  [',;q=1,;;', 'en'],
])('%j is answered in %s', (header, language) => {
  expect(negotiateLanguage(header)).toBe(language)
})
