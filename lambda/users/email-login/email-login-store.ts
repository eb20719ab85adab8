import type { NewEvent } from '../events/event.ts';
import type { Counter, Watched } from '../limits/counter.ts';
import type { UsedCode } from '../used-code.ts';
import type { LoginCredential } from '../user.ts';

/** A code that somebody asks for. */
export interface NewLoginRequest {
  readonly email: string;
  /** How often the code may be tried. */
  readonly tries: number;
  readonly event: NewEvent;
}

/** The newest request for a code for an address. */
export interface LoginRequest {
  /** Of its event. */
  readonly id: string;
  readonly at: Date;
  /** 0 once the code was used, or was wrong too often. */
  readonly triesLeft: number;
}

/** What a code is compared with. */
export interface CodeSearch {
  readonly request?: LoginRequest;
  readonly credential?: LoginCredential;
  readonly watched: readonly Watched[];
}

/** The first use of an address that was never verified. */
export interface AddressClaim {
  /** As read: `stale` if it is another one by now. */
  readonly credential: LoginCredential;
  readonly code: UsedCode;
  readonly event: NewEvent;
}

/** Codes that were mailed, by their requests; `SERVICE_UNAVAILABLE` while they are out of reach. */
export interface EmailLoginStore {
  /**
   * Notes a request, unless it comes too soon after others, by `mail-limit.ts`: one conditional write.
   *
   * @returns the id of the newest request: of this one, or of the one that it came too soon after
   */
  requestCode(request: NewLoginRequest): Promise<string>;
  /** The newest request, the user who has the address, and counters, in one strongly consistent read. */
  loginRequest(email: string, counters: readonly Counter[]): Promise<CodeSearch>;
  /** Takes one try away, unless none is left or there was a newer request: one conditional write. */
  countWrongCode(code: UsedCode): Promise<void>;
  /**
   * Uses a code up, verifies the address by it, and ends whatever somebody else may have left there: the password, every
   * login, and accounts at providers that were linked before. One conditional write.
   */
  claimAddress(claim: AddressClaim): Promise<'claimed' | 'used' | 'stale'>;
}
