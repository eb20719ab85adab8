import type { NewEvent } from '../events/event.ts';
import type { Watched, WindowCounter } from '../limits/counter.ts';
import type { UsedCode } from '../used-code.ts';
import type { LoginCredential } from '../user.ts';

/** A code that somebody asks for. */
export interface NewLoginRequest {
  readonly email: string;
  /** How often the code may be tried. */
  readonly tries: number;
  readonly event: NewEvent;
}

/** A code that is given for an address, to be compared. */
export interface CodeTry {
  readonly email: string;
  /** The request that its browser began with, as `nameOfRequest` has it. */
  readonly request: string;
  /** Of this try: one that is counted again, as its answer was lost, is recognised by it. */
  readonly id: string;
}

/** What a code is compared with. */
export interface TriedCode {
  /** Absent where no try was taken: none is left, there is no such request, or a newer one, or a counter is locked. */
  readonly request?: { readonly id: string; readonly at: Date };
  /** A counter was locked when the try was to be taken. */
  readonly isLocked: boolean;
  /** Of the user who has the address. */
  readonly credential?: LoginCredential;
  readonly watched: readonly Watched[];
}

/** The first proof of an address that is not verified. */
export interface AddressClaim {
  /** As read: `stale` if it is another one, or is verified, by now. */
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
  /**
   * Takes one try of the request, by one conditional write, unless a counter is locked for what arrived then; and reads the user
   * who has the address and the counters at the same time. A try is taken before anything is compared, so of any burst no more
   * codes are compared than of as many one after another.
   */
  tryCode(given: CodeTry, counters: readonly WindowCounter[], arrivedAt: Date): Promise<TriedCode>;
  /**
   * Uses a code up, verifies the address by it, and ends whatever somebody else may have left there: the password, every
   * login, and accounts at providers that were linked before. One conditional write.
   */
  claimAddress(claim: AddressClaim): Promise<'claimed' | 'code_used' | 'stale'>;
}
