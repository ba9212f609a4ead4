import { createClient } from '@vestibule/client'

export const client = createClient()
