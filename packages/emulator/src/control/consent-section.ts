import { type Html, html } from '../pages/html.ts'

/** Takes consent away while everything else goes on; the sign-in page and the applications ask for it again. */
export function createConsentSection(refreshField: Html | false): Html {
  return html`<section aria-labelledby="consent"><h2 id="consent">Consent</h2>
<p class="quiet" id="about-consent">Taken away of every application, for everyone and for single people. Sessions, people and the clock stay; tokens that were issued live on, refreshing is refused until somebody consents again.</p>
<form class="acts" method="post" action="/_emulator/forms/consent" aria-describedby="about-consent">${refreshField}
<button name="withdraw" value="all">Withdraw all consent</button>
<button name="withdraw" value="application">Withdraw application permissions</button>
</form></section>`
}
