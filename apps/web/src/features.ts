import type { Setup } from '@vestibule/client'

export type FeatureId = Setup['features'][number]['id']

/** Whether a part of Vestibule was chosen; the server says so on the page's first element. */
export function hasFeature(id: FeatureId): boolean {
  // Vite serves pages without it while developing, and there all parts are wanted.
  const { features } = document.documentElement.dataset
  return features === undefined || features.split(' ').includes(id)
}

/** Whether accounts here are customers', who sign up by themselves and have no directory. */
export function isForCustomers(): boolean {
  return document.documentElement.dataset.customers === 'yes'
}
