import { Trans } from '@lingui/react/macro'
import { RadioGroup } from '../ui/RadioGroup.tsx'

/** Each by its own name, so that whoever is lost in another one finds it. */
const LANGUAGES = [
  { value: 'en', name: 'English' },
  { value: 'fr', name: 'Français' },
] as const
type Language = (typeof LANGUAGES)[number]['value'] | 'browser'

interface LanguageChoiceProps {
  /** A language tag; null: as the browser wishes. */
  value: string | null
  onChange: (locale: string | null) => void
}

export function LanguageChoice({ value, onChange }: LanguageChoiceProps) {
  return (
    <RadioGroup<Language>
      isLegendHidden
      legend={<Trans>Language</Trans>}
      value={toLanguage(value)}
      onChange={(language) => onChange(language === 'browser' ? null : language)}
      options={[
        { value: 'browser', words: <Trans>As the browser</Trans> },
        ...LANGUAGES.map(({ value, name }) => ({
          value,
          words: <span lang={value}>{name}</span>,
        })),
      ]}
    />
  )
}

/** A region's own tag is of its language. */
function toLanguage(tag: string | null): Language {
  const found = LANGUAGES.find(({ value }) => tag?.split('-')[0] === value)
  return found?.value ?? 'browser'
}
