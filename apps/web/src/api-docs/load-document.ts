import { API_DOCUMENT } from '../routes.ts'
import type { ApiDocument } from './api-document.ts'

/** @throws {Error} it did not come, or what came is none. */
export async function loadDocument(): Promise<ApiDocument> {
  const response = await fetch(API_DOCUMENT)
  if (!response.ok) throw new Error(`${API_DOCUMENT} answered ${response.status}.`)
  return response.json()
}
