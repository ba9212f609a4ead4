import { type ReactNode, useId } from 'react'
import css from './RadioGroup.module.css'

interface RadioOption<Value extends string> {
  value: Value
  words: ReactNode
  /** In front of the words. */
  sign?: ReactNode
}

interface RadioGroupProps<Value extends string> {
  legend: ReactNode
  /** Where a heading above says the same. */
  isLegendHidden?: boolean
  options: readonly RadioOption<Value>[]
  value: Value
  onChange: (value: Value) => void
}

/** A few things of which one is chosen, side by side. */
export function RadioGroup<Value extends string>({
  legend,
  isLegendHidden = false,
  options,
  value: chosen,
  onChange,
}: RadioGroupProps<Value>) {
  const name = useId()
  return (
    <fieldset className={css.group}>
      <legend className={isLegendHidden ? 'visually-hidden' : css.legend}>{legend}</legend>
      <div className={css.options}>
        {options.map(({ value, words, sign }) => (
          <label key={value} className={css.option}>
            <input
              type="radio"
              name={name}
              value={value}
              checked={value === chosen}
              onChange={() => onChange(value)}
            />
            {sign}
            {words}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
