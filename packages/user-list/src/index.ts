export { type ParsedCsv, parseUserCsv } from './parse-user-csv.ts'
export { parseUserList } from './parse-user-list.ts'
export type {
  ListDuplicate,
  ListEntry,
  ListProblem,
  ParsedList,
  ProblemReason,
} from './parsed-list.ts'
export { type CsvColumn, type CsvValue, toCsv } from './to-csv.ts'
