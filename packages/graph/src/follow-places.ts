import { GraphRequestError } from './graph-request-error.ts'

/**
 * For one reading of a list, page after page: told of each place that a page leads to, it fails at one that came
 * before. Such a list has no end, and what has been read of it is not all.
 *
 * @throws {GraphRequestError} `unavailable`
 */
export function followPlaces(): (place: string) => void {
  const seen = new Set<string>()
  return (place) => {
    if (seen.has(place)) {
      throw new GraphRequestError('unavailable', 'The pages of a list lead in a circle.')
    }
    seen.add(place)
  }
}
