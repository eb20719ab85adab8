import type { UsersError } from 'cdk-users-api/client';

/** What codes are to a person. Of all other errors there is nothing better to say than that it didn't work. */
const MESSAGES: Readonly<Record<string, string>> = {
  LOGIN_BAD_CREDENTIALS: 'Address or password is wrong.',
  LOGIN_USER_NOT_VERIFIED: 'Confirm your address first, with the link in our mail.',
  REGISTER_USER_ALREADY_EXISTS: 'There is an account with this address. Sign in instead.',
  UPDATE_USER_EMAIL_ALREADY_EXISTS: 'There is another account with this address.',
  UPDATE_USER_BAD_CURRENT_PASSWORD: 'The current password is wrong.',
  REAUTHENTICATION_REQUIRED: 'Enter your current password to do this.',
  RESET_PASSWORD_BAD_TOKEN: 'This link is no longer valid. Ask for a new one.',
  VERIFY_USER_BAD_TOKEN: 'This link is no longer valid. Ask for a new one.',
  VERIFY_USER_ALREADY_VERIFIED: 'Your address is confirmed already.',
  NETWORK_ERROR: 'The service can not be reached. Are you online?',
};

export function messageOf(error: UsersError): string {
  const { reason, problems, retryAfter } = error as Partial<{
    reason: string;
    problems: readonly { readonly msg: string }[];
    retryAfter: number;
  }>;
  if (reason) return reason;
  if (problems) return problems.map(({ msg }) => msg).join('. ');
  if (retryAfter) return `That was too often. Try again in ${retryAfter} seconds.`;
  return MESSAGES[error.code] ?? 'That did not work. Try again later.';
}
