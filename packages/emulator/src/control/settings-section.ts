import { type Html, html } from '../pages/html.ts'
import { optionalClaims } from '../world/settings.ts'
import type { World } from '../world/world.ts'

function createChoice(name: string, label: string, isOn: boolean): Html {
  return html`<label class="choice"><input type="checkbox" name="${name}" value="true"${isOn && html` checked`}> ${label}</label>`
}

/** Token lifetime and its kin, the clock, and the way back to the beginning. */
export function createSettingsSection({ settings }: World, refreshField: Html | false): Html {
  const { accessTokenSeconds, oneTimeRefreshTokens, tokenScopes } = settings
  const { claimsNeedInteraction, ignorePromptLogin, omittedClaims, logoutSendsIssuer, quotas } =
    settings
  const { deviceCodeIntervalSeconds, apiTokenVersion, apiTokenIdtyp } = settings
  return html`<section aria-labelledby="settings"><h2 id="settings">Settings</h2>
<form method="post" action="/_emulator/forms/settings">${refreshField}
<label for="life">Life of access tokens in seconds</label>
<input id="life" name="accessTokenSeconds" type="number" min="1" max="86400" required value="${accessTokenSeconds}" aria-describedby="about-life">
<p class="quiet" id="about-life">Of those issued from now on. Entra's live 60 to 90 minutes; 60 seconds show refreshing at work.</p>
${createChoice('oneTimeRefreshTokens', 'Refresh tokens work once', oneTimeRefreshTokens)}
${createChoice('claimsNeedInteraction', 'A claims challenge needs the person: refreshing does not meet it', claimsNeedInteraction)}
${createChoice('ignorePromptLogin', 'Single sign-on ignores prompt=login and max_age', ignorePromptLogin)}
${createChoice('logoutSendsIssuer', 'Front-channel sign-out sends iss besides sid', logoutSendsIssuer)}
${createChoice('apiTokenIdtyp', 'Applications’ tokens for the own APIs say idtyp', apiTokenIdtyp)}
<fieldset><legend>Left out of ID tokens</legend>
${optionalClaims.map((name) => createChoice(`omit-${name}`, name, omittedClaims.includes(name)))}
</fieldset>
<label for="scopes">Scopes of a token</label>
<select id="scopes" name="tokenScopes">
<option value="asked"${tokenScopes === 'asked' && html` selected`}>those that were asked for</option>
<option value="consented"${tokenScopes === 'consented' && html` selected`}>all that were ever consented to, as Entra does</option>
</select>
<label for="version">Access tokens of the own APIs</label>
<select id="version" name="apiTokenVersion" aria-describedby="about-version">
<option value="2"${apiTokenVersion === 2 && html` selected`}>version 2.0</option>
<option value="1"${apiTokenVersion === 1 && html` selected`}>version 1.0</option>
</select>
<p class="quiet" id="about-version">What an API's registration asks for. A registration that says nothing gets version 1.0 on the cloud.</p>
<label for="interval">Seconds between two questions of a device</label>
<input id="interval" name="deviceCodeIntervalSeconds" type="number" min="0" max="900" step="any" required value="${deviceCodeIntervalSeconds}" aria-describedby="about-interval">
<p class="quiet" id="about-interval">Of a program that signs in with a code, which a person types at <a href="/devicelogin">/devicelogin</a>.</p>
<label for="quotas">Limits of Graph</label>
<select id="quotas" name="quotas" aria-describedby="about-quotas">
<option value="published"${quotas === 'published' && html` selected`}>as Microsoft publishes them</option>
<option value="none"${quotas === 'none' && html` selected`}>none</option>
</select>
<p class="quiet" id="about-quotas">For users, groups and roles: 3,000 writes in 150 seconds of an application, 18,000 in 300 of all, and 8,000 resource units in 10 seconds of reading a tenant of more than 500 people. Over them Graph answers 429 with Retry-After.</p>
<div class="acts"><button>Change settings</button></div>
</form></section>
<section aria-labelledby="clock"><h2 id="clock">Clock</h2>
<p class="quiet" id="about-clock">Everything issued so far becomes older: tokens expire, sessions end. New tokens carry real time.</p>
<form class="acts" method="post" action="/_emulator/forms/clock" aria-describedby="about-clock">${refreshField}
<button name="advanceSeconds" value="3600">One hour later</button>
<button name="advanceSeconds" value="86400">One day later</button>
<button name="advanceSeconds" value="7776000">90 days later</button>
</form></section>
<section aria-labelledby="keys"><h2 id="keys">Signing key</h2>
<p class="quiet" id="about-keys">The next key signs from now on and a new one is published behind it. Earlier keys stay published.</p>
<form class="acts" method="post" action="/_emulator/forms/keys" aria-describedby="about-keys">${refreshField}
<button>Rotate the signing key</button>
</form></section>
<section aria-labelledby="sync"><h2 id="sync">Active Directory</h2>
<p class="quiet" id="about-sync">The next synchronisation takes back what Graph changed about the state of accounts that come from there.</p>
<form class="acts" method="post" action="/_emulator/forms/sync" aria-describedby="about-sync">${refreshField}
<button>Synchronise now</button>
</form></section>
<section aria-labelledby="reset"><h2 id="reset">Reset</h2>
<p class="quiet" id="about-reset">People, consent, certificates, settings, faults, sessions, signing keys and the clock as they were at the start, and an empty outbox. Tokens of before count as expired.</p>
<form class="acts" method="post" action="/_emulator/forms/reset" aria-describedby="about-reset">${refreshField}
<button name="consent" value="all">Reset, everything consented</button>
<button name="consent" value="none">Reset, nothing consented</button>
</form></section>`
}
