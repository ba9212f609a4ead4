/**
 * Reads and writes a query string as plain text. The router's own way is JSON, which turns
 * `?search=123` into a number and writes it back with quotation marks. A name that stands there more
 * than once is a list.
 */
export function parsePlainSearch(query: string): Record<string, string | string[]> {
  const params = new URLSearchParams(query)
  return Object.fromEntries(
    [...new Set(params.keys())].map((name) => {
      const values = params.getAll(name)
      return [name, values.length === 1 ? (values[0] ?? '') : values]
    }),
  )
}

export function stringifyPlainSearch(search: Record<string, unknown>): string {
  const given = Object.entries(search)
    .flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((one) => [name, one]))
    .filter(([, value]) => value !== undefined && value !== '')
  const query = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()
  return query && `?${query}`
}
