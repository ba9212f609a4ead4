import { useMutation, useQueryClient } from '@tanstack/react-query'
import { client } from '../api/client.ts'
import { leaveSignedOut } from '../api/leave.ts'
import { isSignedOut } from '../api/query-client.ts'
import { PATHS, toBareSignIn } from '../routes.ts'
import { giveUpPictures } from '../ui/pictures.ts'

/** Ends the session here, forgets what was read, and goes to where Microsoft ends it too. */
export function useSignOut() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: async () => {
      // Their answers would only be that the session is over.
      giveUpPictures()
      try {
        const { logoutUrl } = await client.endSession()
        return logoutUrl
      } catch (error) {
        // It had ended already, which is what was wanted.
        if (isSignedOut(error)) return toBareSignIn(PATHS.profile)
        throw error
      }
    },
    onSuccess: (address) => {
      leaveSignedOut(address)
      queryClient.clear()
    },
  })
}
