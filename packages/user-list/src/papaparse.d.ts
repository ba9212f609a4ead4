/**
 * The part of papaparse that this package uses. `@types/papaparse` brings Node's types with it, which
 * the SPA, where this package is compiled too, must not see.
 */
declare module 'papaparse' {
  export interface ParseError {
    code: 'MissingQuotes' | 'InvalidQuotes' | (string & {})
  }
  interface ParseStep {
    data: string[]
    errors: ParseError[]
    /** `cursor`: the offset behind the row. */
    meta: { cursor: number }
  }
  interface Papa {
    parse(
      text: string,
      options: {
        delimiter: string
        newline: '\n'
        preview?: number
        step: (row: ParseStep) => void
      },
    ): void
    unparse(
      table: { fields: readonly string[]; data: readonly (readonly unknown[])[] },
      options: {
        newline: '\r\n'
        escapeFormulae: RegExp
        quotes: (value: unknown) => boolean
      },
    ): string
  }
  const papa: Papa

  // biome-ignore lint/style/noDefaultExport: it is what papaparse exports
  export default papa
}
