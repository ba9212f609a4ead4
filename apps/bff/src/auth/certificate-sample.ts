import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { addClientCertificate } from '../config/client-certificate.ts'

/** A new key and its certificate as PEM, for tests. */
export async function createSamplePem(days = 365): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'vestibule-certificate-'))
  try {
    const file = join(folder, 'pair.pem')
    await addClientCertificate(file, { commonName: 'sample', days, prune: false })
    return readFileSync(file, 'utf8')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
