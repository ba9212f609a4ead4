import type { ClaimFlag } from '@vestibule/contract'

/** The languages this server speaks. */
export const LANGUAGES = ['en', 'fr'] as const
export type Language = (typeof LANGUAGES)[number]

export type LocalText = Record<Language, string>

/** Claims by name: a sentence for the person they are about, and what a program may do with them. */
export type ClaimTable = Record<string, LocalText & { flags?: ClaimFlag[] }>
