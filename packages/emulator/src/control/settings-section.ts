import { type Html, html } from '../pages/html.ts'
import type { World } from '../world/world.ts'

/** Token lifetime and its kin, the clock, and the way back to the beginning. */
export function createSettingsSection({ settings }: World, refreshField: Html | false): Html {
  const { accessTokenSeconds, oneTimeRefreshTokens, tokenScopes } = settings
  return html`<section aria-labelledby="settings"><h2 id="settings">Settings</h2>
<form method="post" action="/_emulator/forms/settings">${refreshField}
<label for="life">Life of access tokens in seconds</label>
<input id="life" name="accessTokenSeconds" type="number" min="1" max="86400" required value="${accessTokenSeconds}" aria-describedby="about-life">
<p class="quiet" id="about-life">Of those issued from now on. Entra's live 60 to 90 minutes; 60 seconds show refreshing at work.</p>
<label class="choice"><input type="checkbox" name="oneTimeRefreshTokens" value="true"${oneTimeRefreshTokens && html` checked`}> Refresh tokens work once</label>
<label for="scopes">Scopes of a token</label>
<select id="scopes" name="tokenScopes">
<option value="asked"${tokenScopes === 'asked' && html` selected`}>those that were asked for</option>
<option value="consented"${tokenScopes === 'consented' && html` selected`}>all that were ever consented to, as Entra does</option>
</select>
<div class="acts"><button>Change settings</button></div>
</form></section>
<section aria-labelledby="clock"><h2 id="clock">Clock</h2>
<p class="quiet" id="about-clock">Everything issued so far becomes older: tokens expire, sessions end. New tokens carry real time.</p>
<form class="acts" method="post" action="/_emulator/forms/clock" aria-describedby="about-clock">${refreshField}
<button name="advanceSeconds" value="3600">One hour later</button>
<button name="advanceSeconds" value="86400">One day later</button>
<button name="advanceSeconds" value="7776000">90 days later</button>
</form></section>
<section aria-labelledby="reset"><h2 id="reset">Reset</h2>
<p class="quiet" id="about-reset">People, consent, settings, faults, sessions and the clock as they were at the start. Tokens of before count as expired.</p>
<form class="acts" method="post" action="/_emulator/forms/reset" aria-describedby="about-reset">${refreshField}
<button name="consent" value="all">Reset, everything consented</button>
<button name="consent" value="none">Reset, nothing consented</button>
</form></section>`
}
