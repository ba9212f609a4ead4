/** The sign of Vestibule: a door that stands in a larger one. */
export function Mark({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="7" fill="var(--accent)" />
      <path
        d="M9 25V14.5a7 7 0 0 1 14 0V25"
        fill="none"
        stroke="var(--accent-text)"
        strokeWidth="2.5"
        strokeLinecap="round"
      />
      <path d="M13.5 25V15.5a2.5 2.5 0 0 1 5 0V25z" fill="var(--accent-text)" />
    </svg>
  )
}
