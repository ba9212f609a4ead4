/** A string literal of OData: in single quotes, a quote inside doubled (OData 4.01 ABNF, `string`). */
export function toLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/**
 * A `$search` that looks for the words in several properties of a directory object.
 * Source: https://learn.microsoft.com/graph/search-query-parameter (escape `"` and `\`).
 */
export function toSearch(words: string, properties: readonly string[]): string {
  const escaped = words.replaceAll('\\', '\\\\').replaceAll('"', '\\"')
  return properties.map((property) => `"${property}:${escaped}"`).join(' OR ')
}
