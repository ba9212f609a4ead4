import {
  Ban,
  CircleCheck,
  CircleDashed,
  CircleMinus,
  CircleQuestionMark,
  CircleX,
  type LucideIcon,
  ShieldX,
  TriangleAlert,
} from 'lucide-react'
import type { BatchOutcome } from '../batch-outcomes.ts'

export interface OutcomeLook {
  icon: LucideIcon
  tone: 'ok' | 'warn' | 'bad' | 'info' | 'quiet'
}

export const OUTCOME_LOOKS: Record<BatchOutcome, OutcomeLook> = {
  succeeded: { icon: CircleCheck, tone: 'ok' },
  unchanged: { icon: CircleMinus, tone: 'quiet' },
  willBeReverted: { icon: TriangleAlert, tone: 'warn' },
  refused: { icon: ShieldX, tone: 'bad' },
  notFound: { icon: CircleQuestionMark, tone: 'info' },
  failed: { icon: CircleX, tone: 'bad' },
  cancelled: { icon: Ban, tone: 'quiet' },
  pending: { icon: CircleDashed, tone: 'quiet' },
}
