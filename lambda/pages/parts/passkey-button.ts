import type { Context } from '../context.ts';
import { attributes, type Html, html } from './html.ts';
import { icon } from './icons.ts';
import { codeText } from './refused.ts';
import { onwards } from './urls.ts';

/** What the script may be told, and says in the language of the page. */
const CODES = [
  'LOGIN_BAD_PASSKEY',
  'LOGIN_PASSKEY_UNKNOWN',
  'LOGIN_USER_NOT_VERIFIED',
  'LOGIN_BAD_MFA_TOKEN',
  'PASSKEY_INVALID',
  'PASSKEY_LIMIT',
  'REAUTHENTICATION_REQUIRED',
  'MFA_REQUIRED',
  'USER_NOT_VERIFIED',
  'TOO_MANY_REQUESTS',
  'UNAUTHORIZED',
] as const;

interface PasskeyUse {
  /** `get` has a passkey sign, `create` makes one. */
  readonly kind: 'get' | 'create';
  readonly text: string;
  /** Actions that give the options, and take what the authenticator says. */
  readonly options: string;
  readonly action: string;
  /** Where to go then; the same page where it is left out. */
  readonly done?: string | undefined;
  readonly look?: 'primary' | 'secondary' | 'secondary small';
  /** Offered by the field for the name, too. */
  readonly conditional?: boolean;
}

/**
 * A button that the script shows where the browser knows passkeys.
 *
 * @returns nothing where the API has no such actions
 */
export function passkeyButton(context: Context, use: PasskeyUse): Html | undefined {
  const { frame, say } = context;
  const options = frame.actions[use.options];
  const action = frame.actions[use.action];
  if (options === undefined || action === undefined) return undefined;
  const texts = {
    failed: say.text('passkey.failed'),
    ...Object.fromEntries(CODES.map((code) => [code, codeText(context, code)])),
  };
  return html`<div class="passkey" hidden${attributes({
    'data-passkey': use.kind,
    'data-options': options,
    'data-action': action,
    'data-done': use.done,
    'data-second-factor': onwards(frame, 'second-factor'),
    'data-conditional': use.conditional === true,
    'data-texts': JSON.stringify(texts),
  })}><button type="button" class="button ${use.look ?? 'secondary'}">${icon('passkey')}<span>${use.text}</span></button>
    <p class="error" role="alert" hidden></p></div>`;
}
