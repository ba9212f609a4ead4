import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import type { SetupPermission } from '@vestibule/client'
import {
  Building2,
  CircleCheck,
  CircleDashed,
  CircleQuestionMark,
  CircleX,
  History,
  LogIn,
  type LucideIcon,
  MousePointerClick,
  TriangleAlert,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { Time } from '../ui/Time.tsx'
import css from './SetupSteps.module.css'
import type { PermissionState } from './setup-state.ts'

interface SetupStepsProps {
  permission: SetupPermission
  state: PermissionState
}

type Tone = 'ok' | 'warn' | 'bad' | 'quiet'

interface Look {
  icon: LucideIcon
  tone: Tone
}

type Words = Look & { words: MessageDescriptor }

const ASKED: Record<SetupPermission['asked'], Words> = {
  sign_in: { icon: LogIn, tone: 'quiet', words: msg`At sign-in` },
  when_needed: { icon: MousePointerClick, tone: 'quiet', words: msg`When first needed` },
  admin_consent: { icon: Building2, tone: 'quiet', words: msg`By admin consent` },
}

const CONSENTED: Record<PermissionState['consent'], Words> = {
  yes: { icon: CircleCheck, tone: 'ok', words: msg`Yes` },
  no: { icon: CircleX, tone: 'bad', words: msg`No` },
  unanswered: { icon: CircleDashed, tone: 'quiet', words: msg`Not answered` },
  contradicted: { icon: TriangleAlert, tone: 'warn', words: msg`Yes, but the call is refused` },
}

const PROVEN: Record<PermissionState['proof'], Look> = {
  now: { icon: CircleCheck, tone: 'ok' },
  before: { icon: History, tone: 'quiet' },
  never: { icon: CircleDashed, tone: 'quiet' },
}

const PROBED: Record<SetupPermission['probe']['outcome'], Words> = {
  passed: { icon: CircleCheck, tone: 'ok', words: msg`Passed` },
  missing: { icon: CircleX, tone: 'bad', words: msg`Missing` },
  unavailable: { icon: CircleQuestionMark, tone: 'quiet', words: msg`Cannot be told now` },
}

/** From asking for a permission to the call that proves it. */
export function SetupSteps({ permission, state }: SetupStepsProps) {
  const { t } = useLingui()
  const { asked, provenAt, probe } = permission
  return (
    <dl className={css.steps}>
      <Step name={<Trans>Asked</Trans>} look={ASKED[asked]}>
        {t(ASKED[asked].words)}
      </Step>
      <Step name={<Trans>Consented</Trans>} look={CONSENTED[state.consent]}>
        {t(CONSENTED[state.consent].words)}
      </Step>
      <Step name={<Trans>Proven</Trans>} look={PROVEN[state.proof]}>
        {provenAt === null ? <Trans>Never</Trans> : <Time at={provenAt} />}
      </Step>
      <Step name={<Trans>Probe now</Trans>} look={PROBED[probe.outcome]}>
        {t(PROBED[probe.outcome].words)}
        {probe.code !== null && <code className={css.code}>{probe.code}</code>}
      </Step>
    </dl>
  )
}

interface StepProps {
  name: ReactNode
  look: Look
  children: ReactNode
}

function Step({ name, look: { icon: Icon, tone }, children }: StepProps) {
  return (
    <div className={css.step}>
      <dt>{name}</dt>
      <dd className={css[tone]}>
        <Icon size={14} aria-hidden="true" />
        <span>{children}</span>
      </dd>
    </div>
  )
}
