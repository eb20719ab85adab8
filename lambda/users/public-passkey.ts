/** A passkey as users and subscribers see it: names are the wire's, and what is not known is `null`. */
export interface PublicPasskey {
  /** The credential's id, as the authenticator chose it, in base64url. */
  readonly id: string;
  readonly name: string;
  /** Name of the product, such as `Google Password Manager`. */
  readonly authenticator: string | null;
  /** RFC 3339, UTC. */
  readonly created_at: string;
  readonly last_used_at: string | null;
  /** It is kept on more than one device. */
  readonly synced: boolean;
  /** How browsers reach the authenticator. */
  readonly transports: readonly string[];
}
