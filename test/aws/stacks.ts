/** The stacks of `test/apps/verification.ts`, in the order of their deployment. */
export const STACKS = {
  provider: 'UsersApiVerificationProvider',
  main: 'UsersApiVerification',
  refresh: 'UsersApiVerificationRefresh',
  oauth: 'UsersApiVerificationOAuth',
} as const;

export type Stacks = typeof STACKS;

/** The tag of everything that a run makes. */
export const TAG = 'cdk-users-api:verification';
