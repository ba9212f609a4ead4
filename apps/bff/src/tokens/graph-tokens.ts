/** What a caller's token for Graph has to be good for. */
export interface GraphTokenWish {
  scopes: string[]
  /** A token that Graph has just refused: not to be given again. */
  refused?: string | undefined
  /** The claims challenge it was refused with, as JSON. */
  claims?: string | undefined
}

/** A caller's way to Graph: as themselves, with no more rights than they have there. */
export interface GraphTokens {
  /**
   * @throws {TokenError} or, for an application, {AppTokenError}: there is none to be had.
   */
  getAccessToken(wish: GraphTokenWish): Promise<string>
  /**
   * What a batch goes on with when the caller has left. Null where it goes on as our own application.
   *
   * @throws {TokenError} there is none to be had.
   */
  takeRefreshToken(scopes: string[]): Promise<{ refreshToken: string; subject: string } | null>
}
