import { expect, it } from 'vitest'
import { readNetworkFileSystem } from './read-network-file-system.ts'

it.each([
  ['NFS', 0x6969],
  ['SMB', 0xfe534d42],
  ['CIFS', 0xff534d42 | 0],
])('%s is on the network', (name, type) => {
  expect(readNetworkFileSystem(type)).toBe(name)
})

it.each([
  ['ext4', 0xef53],
  ['overlayfs', 0x794c7630],
  ['tmpfs', 0x01021994],
])('%s is on this machine', (_name, type) => {
  expect(readNetworkFileSystem(type)).toBeUndefined()
})
