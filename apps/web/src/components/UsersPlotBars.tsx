import { Trans, useLingui } from '@lingui/react/macro'
import { Name } from '../ui/Name.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import css from './UsersPlot.module.css'
import { type Share, toSize } from './users-shares.ts'

interface UsersPlotBarsProps {
  shares: readonly Share[]
  isChosen: (share: Share) => boolean
  onChoose: (share: Share) => void
}

/** A bar a department, of two parts: enabled and disabled. */
export function UsersPlotBars({ shares, isChosen, onChoose }: UsersPlotBarsProps) {
  const { t } = useLingui()
  // The others together would make every single one small.
  const largest = Math.max(1, ...shares.filter(({ kind }) => kind !== 'others').map(toSize))
  return (
    <>
      <div className={css.body} style={toGeometry(shares.length)}>
        <ul aria-label={t`Accounts by department`} className={css.bars}>
          {shares.map((share) => (
            <li key={share.kind + share.department}>
              {share.kind === 'department' ? (
                <button
                  type="button"
                  className={css.bar}
                  aria-pressed={isChosen(share)}
                  onClick={() => onChoose(share)}
                >
                  <Bar share={share} largest={largest} />
                </button>
              ) : (
                <div className={css.bar}>
                  <Bar share={share} largest={largest} />
                </div>
              )}
            </li>
          ))}
        </ul>
      </div>
      <Legend />
    </>
  )
}

function Bar({ share, largest }: { share: Share; largest: number }) {
  const { i18n } = useLingui()
  const { enabled, disabled } = share
  const toWidth = (count: number) => ({ width: `${(count / largest) * 100}%` })
  return (
    <>
      <ShareName share={share} />
      {share.kind !== 'others' && (
        <span className={css.parts} aria-hidden="true">
          {enabled > 0 && <span className={css.enabled} style={toWidth(enabled)} />}
          {disabled > 0 && <span className={css.disabled} style={toWidth(disabled)} />}
        </span>
      )}
      <span className={share.kind === 'others' ? css.rest : 'visually-hidden'}>
        <Trans>
          {i18n.number(enabled)} enabled, {i18n.number(disabled)} disabled
        </Trans>
      </span>
      <span className={css.sum} aria-hidden="true">
        {i18n.number(toSize(share))}
      </span>
    </>
  )
}

/** What a row is about, also where it is no single department. */
export function ShareName({ share: { kind, department } }: { share: Share }) {
  if (kind === 'department') return <Name>{department}</Name>
  return (
    <span className={css.rest}>
      {kind === 'others' ? <Trans>Others</Trans> : <Trans>No department</Trans>}
    </span>
  )
}

function Legend() {
  return (
    <p className={css.foot}>
      <span className={css.key}>
        <span className={css.enabled} aria-hidden="true" />
        <Trans>Enabled</Trans>
      </span>
      <span className={css.key}>
        <span className={css.disabled} aria-hidden="true" />
        <Trans>Disabled</Trans>
      </span>
      <span>
        <Trans>Press a bar to list the people of a department.</Trans>
      </span>
    </p>
  )
}

/** In the place of so many bars. */
export function WaitingBars({ count }: { count: number }) {
  return (
    <>
      <div className={css.body} style={toGeometry(count)}>
        <div className={css.bars}>
          {Array.from({ length: count }, (_, row) => `row ${row}`).map((row, index) => (
            <div key={row} className={css.bar}>
              <Skeleton width="70%" />
              <Skeleton width={`${90 - index * 6}%`} height={0.75} />
              <Skeleton width={2} />
            </div>
          ))}
        </div>
      </div>
      <p className={css.foot} />
    </>
  )
}

/** One under the other, or in two columns where there is room. */
function toGeometry(rows: number) {
  return { '--rows': rows, '--half': Math.ceil(rows / 2) }
}
