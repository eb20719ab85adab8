/** Mails users by SES. `npm run dev` shows the mails in the terminal, and sends none. */
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';

const ses = new SESv2Client();
const { SENDER, PAGE } = process.env;

/** The token is behind `#`, which browsers send to no server, so that no log has it. */
const link = (action, token) => `${PAGE}/?${action}#token=${token}`;

const MAILS = {
  // Whoever registered may not own the address, so nothing that they wrote, such as their name, is mailed there.
  'after-register': () => ({
    subject: 'Welcome to my-app',
    text: `Welcome to my-app! ${PAGE} is where you log in.\n\nIf you didn't register, ignore this mail.`,
  }),
  'after-forgot-password': ({ token }) => ({
    subject: 'Set a new password',
    text: `Somebody, hopefully you, wants to set a new password for your account at my-app:\n\n${link('reset', token)}\n\nIf it wasn't you, ignore this mail.`,
  }),
  'after-request-verify': ({ token }) => ({
    subject: 'Confirm your address',
    text: `Open this link to confirm that the address is yours:\n\n${link('verify', token)}\n\nIf you have no account at my-app, ignore this mail.`,
  }),
};

export const handler = async ({ 'detail-type': type, detail }) => {
  const { subject, text } = MAILS[type](detail);
  await ses.send(
    new SendEmailCommand({
      FromEmailAddress: SENDER,
      Destination: { ToAddresses: [detail.user.email] },
      Content: { Simple: { Subject: { Data: subject }, Body: { Text: { Data: text } } } },
    }),
  );
};
