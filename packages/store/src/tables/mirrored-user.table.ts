/** A person of a mirrored directory. */
export interface MirroredUserTable {
  key: number
  mirror: number
  id: string
  display_name: string | null
  user_principal_name: string | null
  mail: string | null
  given_name: string | null
  surname: string | null
  job_title: string | null
  department: string | null
  account_enabled: 0 | 1 | null
  user_type: string | null
  on_premises_sync_enabled: 0 | 1 | null
  created_at: string | null
  employee_id: string | null
  /** What filters compare, small enough to stand in each index: a hash instead of the text. */
  job_title_hash: number | null
  department_hash: number | null
  user_type_hash: number | null
  created_ms: number | null
  /** What is sorted by, bytewise; never null, for the engines put nulls at different ends. */
  display_name_key: string
  user_principal_name_key: string
  mail_key: string
  given_name_key: string
  surname_key: string
  job_title_key: string
  department_key: string
  account_enabled_key: string
  user_type_key: string
  on_premises_sync_enabled_key: string
  created_at_key: string
}

/** What is searched, folded, fields divided by line ends. Apart, so that a scan reads little. */
export interface MirroredTextTable {
  key: number
  /** What everybody may be found by. */
  basic: string
  /** And what else by those who see all. */
  rest: string
}
