/** Keys of one mirror, a byte for each that it has given away: a hundred thousand cost as many bytes. */
export class KeySet {
  readonly #first: number
  readonly #members: Uint8Array
  #size = 0

  /** For keys from `first` to before `end`. */
  constructor(first: number, end: number) {
    this.#first = first
    this.#members = new Uint8Array(Math.max(0, end - first))
  }

  get size(): number {
    return this.#size
  }

  /** How much memory it takes. */
  get bytes(): number {
    return this.#members.length
  }

  has(key: number): boolean {
    return this.#members[key - this.#first] === 1
  }

  /** Adds keys, told by how far they are from the first. Those from the end on are left out. */
  addOffsets(offsets: readonly number[]): void {
    for (const offset of offsets) {
      if (this.#members[offset] !== 0) continue
      this.#members[offset] = 1
      this.#size += 1
    }
  }

  /** How far its members are from the first key. */
  toOffsets(): number[] {
    const offsets: number[] = []
    this.#members.forEach((isMember, offset) => {
      if (isMember === 1) offsets.push(offset)
    })
    return offsets
  }

  toKeys(): number[] {
    return this.toOffsets().map((offset) => this.#first + offset)
  }

  /** Those of both, which are of the same mirror. */
  intersect(other: KeySet): KeySet {
    const both = new KeySet(this.#first, this.#first + this.#members.length)
    both.addOffsets(this.toOffsets().filter((offset) => other.#members[offset] === 1))
    return both
  }
}
