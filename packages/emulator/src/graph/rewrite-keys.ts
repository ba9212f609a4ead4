/** `/users('id')` is another spelling of `/users/id`; an alternate key keeps its name. */
export function rewriteKeys(url: string): string {
  return url
    .replace(/^(\/v1\.0\/\w+)\('([^']+)'\)/i, '$1/$2')
    .replace(/^(\/v1\.0\/directoryRoles)\((roleTemplateId)='([^']+)'\)/i, '$1/$2=$3')
    .replace(/^(\/v1\.0\/(?:applications|servicePrincipals))\((appId)='([^']+)'\)/i, '$1/$2=$3')
}
