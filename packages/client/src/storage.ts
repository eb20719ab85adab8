/** What the client keeps of a login, and where. */

export interface Credential {
  /** Absent by cookie, which no script can read. */
  readonly access_token?: string;
  readonly refresh_token?: string;
  /** When the access token or the cookie ends: milliseconds since 1970. */
  readonly expires_at?: number;
}

/** The newest of two is the one in force, whichever tab it comes from. */
export interface Kept {
  /** When it was made: milliseconds since 1970, and more than that of the one before. */
  readonly at: number;
  /** Absent when nobody is signed in. */
  readonly credential?: Credential;
  /** Somebody signed in, maybe somebody else than before: it was no refresh. */
  readonly login?: boolean;
  /** By cookie: it was there, of an earlier login or of one elsewhere, such as at a provider. Whose, tells `user`. */
  readonly found?: boolean;
  /** Id of the user, once the API has told it. */
  readonly user?: string;
}

/** `localStorage`, `sessionStorage`, React Native's AsyncStorage, or your own on a keychain. */
export interface CredentialStorage {
  getItem(key: string): string | null | undefined | Promise<string | null | undefined>;
  setItem(key: string, value: string): unknown;
}

/** What a storage has of a login; nothing where it has no text, or a text of something else. */
export async function readKept(storage: CredentialStorage, key: string): Promise<Kept | undefined> {
  const text = await storage.getItem(key);
  try {
    return text ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}
