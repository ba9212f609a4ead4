const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

/** So many bytes in the unit that people would use, by thousands, as units of the kind are defined. */
export function formatSize(bytes: number, locales: Intl.LocalesArgument): string {
  const power = bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3 + 1e-9)
  const unit = Math.min(power, UNITS.length - 1)
  return new Intl.NumberFormat(locales, {
    style: 'unit',
    unit: UNITS[unit] ?? 'byte',
    unitDisplay: unit === 0 ? 'long' : 'short',
    maximumSignificantDigits: 3,
  }).format(bytes / 1000 ** unit)
}
