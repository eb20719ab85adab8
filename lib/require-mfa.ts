import type { RequiredOf } from './contract/factors.ts';

/**
 * Which users must have a second factor. Until they have one, they can only enrol it, read their own user, and log out: every
 * other route answers 403 `MFA_ENROLMENT_REQUIRED`.
 */
export class RequireMfa {
  /** Superusers, who can change every user. */
  public static readonly SUPERUSERS = new RequireMfa('superusers');

  /** All users. */
  public static readonly EVERYONE = new RequireMfa('everyone');

  /** @internal */
  public readonly _requiredOf: RequiredOf;

  private constructor(requiredOf: RequiredOf) {
    this._requiredOf = requiredOf;
  }
}
