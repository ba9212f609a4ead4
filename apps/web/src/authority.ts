/** True when people come from the demo tenant on this machine; the server says so in the page. */
export function isLocalAuthority(): boolean {
  const meta = document.querySelector<HTMLMetaElement>('meta[name="vestibule-authority"]')
  return meta?.content === 'local'
}
