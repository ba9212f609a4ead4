/** One style sheet for every page of the tenant, inline because a page is all there is to load. */
export const style = `
:root { color-scheme: light dark; --surface: light-dark(#f6f7f9, #14171c); --raised: light-dark(#fff, #1c2027);
  --line: light-dark(#c9ced6, #3a414c); --text: light-dark(#1a1d23, #eceff4); --quiet: light-dark(#535b68, #a6afbd);
  --accent: light-dark(#1f4fbf, #8db2ff); --accent-text: light-dark(#fff, #0d1626); --bad: light-dark(#a4161a, #ff9a9a);
  --banner: light-dark(#fff3cd, #3d3200); }
* { box-sizing: border-box; }
body { margin: 0; background: var(--surface); color: var(--text); font: 16px/1.45 system-ui, sans-serif; }
.banner { background: var(--banner); padding: 8px 16px; text-align: center; font-size: 14px; }
main { max-width: 480px; margin: 24px auto; padding: 24px; background: var(--raised); border: 1px solid var(--line); border-radius: 10px; }
main.wide { max-width: 1100px; }
h1 { font-size: 20px; line-height: 1.25; margin: 0 0 8px; } h2 { font-size: 16px; margin: 24px 0 8px; }
p { margin: 0 0 12px; } .quiet { color: var(--quiet); font-size: 14px; }
label { display: block; margin: 12px 0 4px; font-size: 14px; }
input:not([type=checkbox]), select { width: 100%; max-width: 432px; padding: 8px; font: inherit; color: inherit; background: var(--surface); border: 1px solid var(--line); border-radius: 6px; }
button, .button { display: inline-block; padding: 8px 16px; font: inherit; color: inherit; text-decoration: none; background: none; border: 1px solid var(--line); border-radius: 6px; cursor: pointer; }
button.main { color: var(--accent-text); background: var(--accent); border-color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
a { color: var(--accent); } a.button { color: inherit; }
fieldset { border: 1px solid var(--line); border-radius: 6px; margin: 12px 0; } legend { font-size: 14px; }
label.choice { display: flex; gap: 8px; align-items: baseline; }
.people { list-style: none; margin: 16px 0; padding: 0; } .people li { margin: 0 0 8px; }
.people button { width: 100%; text-align: start; }
.acts { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 16px; }
.choices { list-style: none; margin: 0; padding: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 300px), 1fr)); gap: 12px; }
.choices button { width: 100%; text-align: start; }
.permissions { list-style: none; margin: 16px 0; padding: 0; } .permissions li { padding: 8px 0; border-bottom: 1px solid var(--line); }
.permissions strong { display: block; font-weight: 600; }
.done { border-inline-start: 4px solid var(--accent); padding: 8px 12px; margin: 0 0 16px; background: var(--surface); }
.problem { border-inline-start: 4px solid var(--bad); padding: 8px 12px; margin: 0 0 16px; background: var(--surface); }
code, .ids { font: 13px/1.45 ui-monospace, monospace; overflow-wrap: anywhere; }
.mail { border-top: 1px solid var(--line); padding-top: 16px; margin-top: 16px; overflow-wrap: anywhere; } .mail h2 { margin-top: 0; }
.mail-text { white-space: pre-wrap; unicode-bidi: plaintext; }
.scroll { overflow-x: auto; } .scroll table { min-width: 720px; } table { border-collapse: collapse; width: 100%; font-size: 14px; }
th, td { text-align: start; padding: 6px 8px; border-bottom: 1px solid var(--line); vertical-align: top; }
@media (max-width: 520px) { main { max-width: none; margin: 0; border-width: 0 0 1px; border-radius: 0; padding: 16px; } }
`
