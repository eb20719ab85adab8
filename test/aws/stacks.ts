/** The stacks of `test/apps/verification.ts`, in the order of their deployment. */
export const STACKS = {
  provider: 'UsersApiVerificationProvider',
  main: 'UsersApiVerification',
  refresh: 'UsersApiVerificationRefresh',
  oauth: 'UsersApiVerificationOAuth',
  upgrade: 'UsersApiVerificationUpgrade',
} as const;

/** Ids in the app of the two versions of the stack `upgrade`. */
export const UPGRADE = { before: 'UpgradeBefore', after: 'UpgradeAfter' } as const;

export type Stacks = typeof STACKS;

/** The tag of everything that a run makes. */
export const TAG = 'cdk-users-api:verification';
