/** Text that is markup already; everything else is escaped when it is put into a template. */
export class Html {
  readonly markup: string
  constructor(markup: string) {
    this.markup = markup
  }
  toString(): string {
    return this.markup
  }
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function toMarkup(value: unknown): string {
  if (value === undefined || value === null || value === false) return ''
  if (Array.isArray(value)) return value.map(toMarkup).join('')
  if (value instanceof Html) return value.markup
  return String(value).replace(/[&<>"']/g, (character) => entities[character] ?? character)
}

/** Builds markup; values are escaped, arrays joined, and `undefined`, `null` and `false` left out. */
export function html(strings: TemplateStringsArray, ...values: unknown[]): Html {
  const parts = strings.map((text, index) => text + toMarkup(values[index]))
  return new Html(parts.join(''))
}
