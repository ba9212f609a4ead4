import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldText } from './fold-text.ts'

describe('a folded text', () => {
  it.each([
    ['İSTANBUL', 'istanbul'],
    ['ısparta', 'ISPARTA'],
    ['Groß', 'GROSS'],
    ['GROẞ', 'gross'],
    ['Ørsted Łukasz Đorđe Ħal', 'orsted lukasz dorde hal'],
    ['Æther Œuvre Þór', 'aether oeuvre thor'],
    ['Nguyễn Đức', 'nguyen duc'],
    ['ὈΔΌΣ', 'οδος'],
    ['שָׁלוֹם', 'שלום'],
    ['مُحَمَّد أحـمد', 'محمد احمد'],
    ['\u200fדנה\u200e', 'דנה'],
    ['co\u00adope\u200drate\ufeff', 'cooperate'],
    ['ﬁve Ⅷ ｆｕｌｌ', 'five viii full'],
    ['O’Neil‑Smith', "o'neil-smith"],
    ['a\0b', 'ab'],
  ])('is the same of %j and %j', (one, other) => {
    expect(foldText(one)).toBe(foldText(other))
  })

  it.each([
    ['कि', 'क'],
    ['ガ', 'カ'],
    ['ไม่', 'ไม'],
  ])('keeps the sign that makes %j another word than %j', (one, other) => {
    expect(foldText(one)).not.toBe(foldText(other))
  })

  it('folded again stays as it is, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const folded = foldText(text)
        expect(foldText(folded)).toBe(folded)
      }),
    )
  })

  it('holds no half of a character and nothing invisible', () => {
    expect(foldText('a\ud800b\udc00\u0000\u202e')).toBe('a\ufffdb\ufffd')
  })
})
