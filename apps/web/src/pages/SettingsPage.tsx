import { Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import type { Preferences } from '@vestibule/client'
import { meQuery } from '../api/queries.ts'
import { AccentChoice } from '../components/AccentChoice.tsx'
import { ActFailure } from '../components/ActFailure.tsx'
import { KeyboardChoice } from '../components/KeyboardChoice.tsx'
import { LanguageChoice } from '../components/LanguageChoice.tsx'
import { Loaded } from '../components/Loaded.tsx'
import { ThemeChoice } from '../components/ThemeChoice.tsx'
import { useChangePreferences } from '../components/use-change-preferences.ts'
import { Section } from '../ui/Section.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import css from './SettingsPage.module.css'

export function SettingsPage() {
  const query = useQuery(meQuery)
  return (
    <Loaded query={query} skeleton={<SettingsSkeleton />}>
      {({ preferences }) => <Settings preferences={preferences} />}
    </Loaded>
  )
}

function Settings({ preferences }: { preferences: Preferences }) {
  const change = useChangePreferences()
  const { accentColor, theme, locale } = preferences
  return (
    <div className={css.page}>
      <p className={css.lead}>
        <Trans>
          A choice counts at once, wherever you are signed in. The sign-in page of this device
          remembers it.
        </Trans>
      </p>
      <Section title={<Trans>Accent colour</Trans>}>
        <AccentChoice
          isLegendHidden
          legend={<Trans>Accent colour</Trans>}
          value={accentColor}
          onChange={(accentColor) => change.mutate({ accentColor })}
        />
      </Section>
      <Section title={<Trans>Theme</Trans>}>
        <ThemeChoice value={theme} onChange={(theme) => change.mutate({ theme })} />
      </Section>
      <Section title={<Trans>Language</Trans>}>
        <LanguageChoice value={locale} onChange={(locale) => change.mutate({ locale })} />
      </Section>
      <Section title={<Trans>Keyboard</Trans>}>
        <KeyboardChoice />
      </Section>
      {change.isError && (
        <ActFailure
          error={change.error}
          at={change.submittedAt}
          refused={<Trans>Your choice was not saved. All is as it was before.</Trans>}
          uncertain={<Trans>It is not certain that your choice was saved.</Trans>}
        />
      )}
      <p role="status" className={css.said}>
        {change.isSuccess && (
          <span key={change.submittedAt}>
            <Trans>Saved.</Trans>
          </span>
        )}
      </p>
    </div>
  )
}

function SettingsSkeleton() {
  return (
    <div className={css.page} aria-hidden="true">
      <Skeleton width={34} />
      {['a', 'b', 'c', 'd'].map((section) => (
        <div key={section} className={css.waiting}>
          <Skeleton width={10} height={1.25} />
          <Skeleton width={20} height={2.25} />
        </div>
      ))}
    </div>
  )
}
