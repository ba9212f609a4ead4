import type { FaultWindow } from './soak-faults.ts'
import type { Sample } from './soak-samples.ts'

const CHART = { width: 404, height: 172 }
/** Around the drawing of a chart: numbers at the left, its title above, minutes below. */
const MARGIN = { left: 44, top: 46, right: 8, bottom: 22 }
const PAD = 16
const COLUMNS = 2
const LEGEND = 34
const MEGABYTE = 1024 * 1024
const MINUTE_MS = 60_000

interface Series {
  name: string
  /** One of each sample; NaN where there is none. */
  values: number[]
}

interface Chart {
  title: string
  series: Series[]
}

const STYLE = `
    :root { --ground: #ffffff; --text: #1f2328; --quiet: #57606a; --grid: #d1d9e0; --fault: #8c959f; --a: #0969da; --b: #bc4c00; --c: #1a7f37; --d: #8250df }
    @media (prefers-color-scheme: dark) {
      :root { --ground: #0d1117; --text: #f0f6fc; --quiet: #9198a1; --grid: #3d444d; --fault: #656c76; --a: #4493f8; --b: #f0883e; --c: #3fb950; --d: #ab7df8 }
    }
    .ground { fill: var(--ground) }
    .title { fill: var(--text); font-weight: 600; font-size: 13px }
    .quiet { fill: var(--quiet); font-size: 11px }
    .grid { stroke: var(--grid) }
    .fault { fill: var(--fault); fill-opacity: .28 }
    .cut { stroke: var(--fault); stroke-dasharray: 2 2 }
    .line { fill: none; stroke-width: 1.5; stroke-linejoin: round }
    .s0 { stroke: var(--a) } .s1 { stroke: var(--b); stroke-dasharray: 6 2 } .s2 { stroke: var(--c); stroke-dasharray: 2 2 } .s3 { stroke: var(--d); stroke-dasharray: 8 2 2 2 }
  `

/** What was sampled, as a picture that is read in light and in dark surroundings. */
export function plotSoak(samples: Sample[], windows: FaultWindow[]): string {
  const charts = toCharts(samples)
  const times = samples.map(({ at }) => at)
  const whole = {
    width: COLUMNS * (CHART.width + PAD) + PAD,
    height: Math.ceil(charts.length / COLUMNS) * (CHART.height + PAD) + PAD + LEGEND,
  }
  const minutes = Math.round((times.at(-1) ?? 0) / MINUTE_MS)
  const drawn = charts.map((chart, index) => {
    const x = PAD + (index % COLUMNS) * (CHART.width + PAD)
    const y = PAD + Math.floor(index / COLUMNS) * (CHART.height + PAD)
    return `<g transform="translate(${x} ${y})">${drawChart(chart, times, windows)}</g>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${whole.width} ${whole.height}" role="img" aria-labelledby="title desc" font-family="system-ui, -apple-system, 'Segoe UI', sans-serif" font-size="12">
  <title id="title">Two servers for ${minutes} minutes under average load</title>
  <desc id="desc">${charts.map(describe).join(' ')}</desc>
  <style>${STYLE}</style>
  <rect class="ground" width="${whole.width}" height="${whole.height}" rx="8"/>
  ${drawn.join('\n  ')}
  ${drawLegend(whole.height - LEGEND)}
</svg>
`
}

function toCharts(samples: Sample[]): Chart[] {
  const perNode = (what: string, pick: (node: Sample['nodes'][number]) => number): Series[] =>
    [0, 1].map((index) => ({
      name: `${what}${index + 1}`,
      values: samples.map(({ nodes }) => (nodes[index] ? pick(nodes[index]) : 0)),
    }))
  const latency = (name: string, key: 'medianMs' | 'p95Ms' | 'p99Ms'): Series => ({
    name,
    values: samples.map(({ tally }) => tally.accepted[key]),
  })
  return [
    {
      title: 'Memory, and heap that a collection kept, MB',
      series: [
        ...perNode('server ', ({ rssBytes }) => rssBytes / MEGABYTE),
        // None has been kept before the first collection.
        ...perNode('kept by ', ({ keptBytes }) => keptBytes / MEGABYTE || Number.NaN),
      ],
    },
    {
      title: 'Open files and connections',
      series: [
        ...perNode('files, server ', ({ openFiles }) => openFiles),
        { name: 'PostgreSQL', values: samples.map(({ connections }) => connections) },
      ],
    },
    {
      title: 'Latency, ms',
      series: [
        latency('median', 'medianMs'),
        latency('95 of 100', 'p95Ms'),
        latency('99 of 100', 'p99Ms'),
      ],
    },
    {
      title: 'Event loop late, ms (99 of 100 turns)',
      series: perNode('server ', ({ delayMs }) => delayMs),
    },
  ]
}

function drawChart(chart: Chart, times: number[], windows: FaultWindow[]): string {
  const { left, top, right, bottom } = MARGIN
  const [edge, floor] = [CHART.width - right, CHART.height - bottom]
  const end = times.at(-1) ?? 1
  const { step, highest } = toScale(chart)
  const toX = (at: number) => round(left + (at / end) * (edge - left))
  const toY = (value: number) => round(floor - (value / highest) * (floor - top))
  const shades = windows.map(({ kind, from, to }) =>
    kind === 'database'
      ? `<path class="cut" d="M${toX(from)} ${top}V${floor}"/>`
      : `<rect class="fault" x="${toX(from)}" y="${top}" width="${round(toX(to) - toX(from))}" height="${floor - top}"/>`,
  )
  const grid = countUp(highest, step).map(
    (value) =>
      `<path class="grid" d="M${left} ${toY(value)}H${edge}"/>` +
      `<text class="quiet" x="${left - 6}" y="${toY(value) + 4}" text-anchor="end">${value}</text>`,
  )
  const minutes = countUp(end / MINUTE_MS, Math.max(1, Math.round(end / MINUTE_MS / 5))).map(
    (minute) =>
      `<text class="quiet" x="${toX(minute * MINUTE_MS)}" y="${CHART.height - 6}" text-anchor="middle">${minute || '0 min'}</text>`,
  )
  const lines = chart.series.map(({ name, values }, index) => {
    const points = values.flatMap((value, at) =>
      Number.isNaN(value) ? [] : [`${toX(times[at] ?? 0)} ${toY(value)}`],
    )
    const x = round(left + index * ((edge - left) / chart.series.length))
    return (
      `<path class="line s${index}" d="M${points.join('L') || '0 0'}"/>` +
      `<path class="line s${index}" d="M${x} 28h16"/><text class="quiet" x="${x + 20}" y="32">${name}</text>`
    )
  })
  const title = `<text class="title" x="0" y="12">${chart.title}</text>`
  return [title, ...shades, ...grid, ...minutes, ...lines].join('')
}

/** What the shades and the lines across mean. */
function drawLegend(y: number): string {
  const text = (x: number, words: string) => `<text class="quiet" x="${x}" y="13">${words}</text>`
  return `<g transform="translate(${PAD} ${y})"><rect class="fault" y="3" width="16" height="12"/>${text(22, 'Graph answers 503; the second time the authority does, too')}<path class="cut" d="M420 2v14"/>${text(428, 'a connection to PostgreSQL is cut')}</g>`
}

/** Where the scale ends, and the round number of units between two lines of its grid, of which there are two to four. */
function toScale({ series }: Chart): { step: number; highest: number } {
  const top = Math.max(1, ...series.flatMap(readValues))
  const power = 10 ** Math.floor(Math.log10(top / 2))
  const [step = 10 * power] = [1, 2, 5].map((one) => one * power).filter((one) => top / one <= 4)
  return { step, highest: Math.ceil(top / step) * step }
}

const readValues = ({ values }: Series) => values.filter((value) => !Number.isNaN(value))

function countUp(to: number, step: number): number[] {
  return Array.from({ length: Math.floor(to / step + 1e-6) + 1 }, (_, index) => index * step)
}

function describe({ title, series }: Chart): string {
  const ranges = series.map((one) => {
    const values = readValues(one).map(Math.round)
    return `${one.name} ${Math.min(...values)} to ${Math.max(...values)}`
  })
  return `${title}: ${ranges.join(', ')}.`
}

const round = (value: number) => Math.round(value * 10) / 10
