import './styles/index.css'
import { I18nProvider } from '@lingui/react'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { isLocalAuthority } from './authority.ts'
import { DemoRibbon } from './components/DemoRibbon.tsx'
import { takeFarewell } from './farewell.ts'
import { i18n, readChosenLanguage, speak } from './i18n.ts'
import { messages as en } from './locales/sign-in/en.po'
import { readSignInFailure } from './pages/read-sign-in-failure.ts'
import { SignInPage } from './pages/SignInPage.tsx'
import { readReturnTo } from './routes.ts'
import { readDevice } from './sign-in/read-device.ts'
import { readView } from './sign-in/read-view.ts'
import { takeLinkToken } from './sign-in/take-link-token.ts'
import { loadViews } from './sign-in/use-view.ts'

// Before anything else could read it there.
const token = takeLinkToken()

const spoken = speak(readChosenLanguage(), { en, fr: () => import('./locales/sign-in/fr.po') })
const device = readDevice()
const failure = readSignInFailure(location, document.documentElement.dataset.away)
const card = failure && import('./pages/SignInFailureCard.tsx')
const returnTo = readReturnTo(location)
const views = loadViews(readView(location, device))
const root = document.getElementById('root')
if (!root) throw new Error('The page has no #root.')
const page = createRoot(root)

// As the browser kept it, its doors are shut and it knows nothing of a sign-in since.
window.addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload()
})

void Promise.all([views, card, spoken]).then(([views, card]) =>
  page.render(
    <StrictMode>
      <I18nProvider i18n={i18n}>
        {isLocalAuthority() && <DemoRibbon />}
        <SignInPage
          device={device}
          returnTo={returnTo}
          failure={
            failure && card && <card.SignInFailureCard failure={failure} returnTo={returnTo} />
          }
          farewell={takeFarewell()}
          token={token}
          views={views}
        />
      </I18nProvider>
    </StrictMode>,
  ),
)
