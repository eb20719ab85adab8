/** What the flows are given, and what they read beside the API. */
const {
  CONTRACT_URL: url = '',
  CONTRACT_SUPERUSER = '',
  CONTRACT_PASSWORD: password = '',
} = process.env;

export const setting = {
  url,
  password,
  superuser: CONTRACT_SUPERUSER,
  newPassword: `another ${password}`,
};

export const newEmail = (): string => `${crypto.randomUUID()}@example.com`;

/** A page of the API's own origin, as browsers say by themselves: cookies are taken from no other. */
export const headers = { Origin: url };

interface Envelope {
  readonly 'detail-type': string;
  readonly detail: { readonly token: string; readonly user: { readonly email: string } };
}

/** The token that was mailed to an address: here, that of the event. */
export async function resetToken(email: string): Promise<string> {
  for (const end = Date.now() + 20_000; Date.now() < end; ) {
    const events = (await (await fetch(`${url}/_local/events`)).json()) as Envelope[];
    const found = events.find(
      (event) =>
        event['detail-type'] === 'after-forgot-password' && event.detail.user.email === email,
    );
    if (found) return found.detail.token;
  }
  throw new Error(`no token for ${email}`);
}

/** The cookies that a response sets, as browsers send them. */
export const cookieOf = ({ headers: sent }: Response): string =>
  sent
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
