/** `f_type` of Linux (https://man7.org/linux/man-pages/man2/statfs.2.html). */
const NETWORK_FILE_SYSTEMS = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xfe534d42, 'SMB'],
  [0xff534d42, 'CIFS'],
])

/**
 * The name of a file system that other machines may write to, by the type that `statfs` gives on
 * Linux. SQLite's write-ahead log is shared memory, which ends at the machine, and the locks of such
 * file systems often do nothing (https://sqlite.org/wal.html, https://sqlite.org/faq.html#q5).
 *
 * FUSE and 9P are not named here: local folders of containers are often reached through them.
 */
export function readNetworkFileSystem(type: number): string | undefined {
  // Some architectures give it as a negative number.
  return NETWORK_FILE_SYSTEMS.get(type >>> 0)
}
