/** Mails users by SES. `npm run dev` shows the mails in the terminal, and sends none. */
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import type { UsersEventOf } from 'cdk-users-api/events';

type Event = UsersEventOf<'after-register' | 'after-forgot-password' | 'after-request-verify'>;

interface Mail {
  readonly subject: string;
  readonly text: string;
}

const ses = new SESv2Client();
const { SENDER, PAGE } = process.env;

/** The token is behind `#`, which browsers send to no server, so that no log has it. */
const link = (action: string, token: string) => `${PAGE}/?${action}#token=${token}`;

function mailOf(event: Event): Mail {
  switch (event['detail-type']) {
    case 'after-register':
      return {
        subject: 'Welcome to my-app',
        // Whoever registered may not own the address, so nothing that they wrote, such as their name, is mailed there.
        text: `Welcome to my-app! ${PAGE} is where you log in.\n\nIf you didn't register, ignore this mail.`,
      };
    case 'after-forgot-password':
      return {
        subject: 'Set a new password',
        text: `Somebody, hopefully you, wants to set a new password for your account at my-app:\n\n${link('reset', event.detail.token)}\n\nIf it wasn't you, ignore this mail.`,
      };
    case 'after-request-verify':
      return {
        subject: 'Confirm your address',
        text: `Open this link to confirm that the address is yours:\n\n${link('verify', event.detail.token)}\n\nIf you have no account at my-app, ignore this mail.`,
      };
  }
}

export const handler = async (event: Event): Promise<void> => {
  const { subject, text } = mailOf(event);
  await ses.send(
    new SendEmailCommand({
      FromEmailAddress: SENDER,
      Destination: { ToAddresses: [event.detail.user.email] },
      Content: { Simple: { Subject: { Data: subject }, Body: { Text: { Data: text } } } },
    }),
  );
};
