/** A moment as the directory writes it: in UTC, without parts of a second. */
export function toGraphTime(milliseconds: number = Date.now()): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`
}
