/**
 * The one style of the frame. The policy of the page names its hash (`apps/bff/src/plugins/security-headers.ts`), so
 * that a message brings none of its own. Where a link leads stands behind it, in full: before it is followed, not after.
 */
const MESSAGE_STYLE = `
:root {
  background: light-dark(oklch(1 0 0), oklch(0.2 0.007 270));
  color: light-dark(oklch(0.21 0.012 270), oklch(0.945 0.004 270));
  font: 14px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  overflow-wrap: anywhere;
}
[data-scheme="light"] { color-scheme: light; }
[data-scheme="dark"] { color-scheme: dark; }
body { margin: 16px; }
img { max-width: 100%; height: auto; }
table { max-width: 100%; border-collapse: collapse; }
th, td { padding: 2px 12px 2px 0; text-align: start; vertical-align: top; }
pre { white-space: pre-wrap; }
blockquote {
  padding-inline-start: 12px;
  border-inline-start: 2px solid light-dark(oklch(0.63 0.012 270), oklch(0.53 0.012 270));
  margin-inline: 0;
}
a { color: light-dark(oklch(0.474 0.2984 269.65), oklch(0.77 0.115 277)); }
a[href]::after {
  display: inline-block;
  max-width: 100%;
  margin-inline: 0.3em;
  color: light-dark(oklch(0.475 0.014 270), oklch(0.735 0.012 270));
  content: "<" attr(href) ">";
  direction: ltr;
  font-size: 12px;
  unicode-bidi: isolate;
}
`

/** What the frame's document allows itself, besides what the page and the sandbox allow it. */
const POLICY =
  "default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'"

/**
 * The document that shows a message's HTML, whatever that is: nothing in it runs, loads or leads anywhere by itself.
 * Every link opens a window of its own.
 */
export function toMessageDocument(html: string, scheme: 'light' | 'dark'): string {
  return `<!doctype html>
<html data-scheme="${scheme}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta http-equiv="x-dns-prefetch-control" content="off">
<meta name="referrer" content="no-referrer">
<base target="_blank">
<title></title>
<style>${MESSAGE_STYLE}</style>
</head>
<body>
${html}
</body>
</html>`
}
